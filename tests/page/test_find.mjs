/* The control room's ten seconds, by the keyboard alone. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askByKeys, chosenCard, focused, open, stateOf, withPage } from './browser.mjs';
import { withDaemon } from './daemon.mjs';
import { DEMO, cabinet, daysAgo, folder, writePack } from './packs.mjs';

async function onDemo(options, use) {
    await withDaemon(DEMO, [], (daemon) => withPage(options, async (page, more) => {
        await open(page, daemon.url);
        await use(page, { ...more, daemon });
    }));
}

async function onPack(rows, packOptions, use) {
    const { path, remove } = folder();
    try {
        await withDaemon(writePack(path, rows, packOptions), [], (daemon) =>
            withPage({}, async (page, more) => {
                await open(page, daemon.url);
                await use(page, { ...more, daemon });
            }));
    } finally {
        remove();
    }
}

test('box, answer, next card, help, print and clear need no mouse', () => onDemo({}, async (page) => {
    assert.equal(await focused(page), 'q');
    await askByKeys(page, 'TS24 8AY');
    await stateOf(page, 'ANSWER');
    assert.equal(await focused(page), 'q', 'the box keeps the focus');
    assert.equal(await chosenCard(page), 'hartlepool-bleed-2');
    assert.equal(await page.locator('.card').count(), 3);
    const first = await page.locator('.card.first').innerText();
    assert.match(first, /STALE: last checked \d+ days ago/);
    assert.match(first, /At the front of the building/);
    await page.keyboard.press('F2');
    assert.equal(await chosenCard(page), 'hartlepool-bleed-1');
    await page.keyboard.press('Alt+3');
    assert.equal(await chosenCard(page), 'hartlepool-bleed-4');
    await page.keyboard.press('F9');
    assert.equal(await page.evaluate(() => window.printed), 1);
    await page.keyboard.press('F1');
    await page.locator('dialog[open]').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('dialog').waitFor({ state: 'detached' });
    assert.equal(await focused(page), 'q');
    assert.equal(await chosenCard(page), 'hartlepool-bleed-4', 'help takes no answer away');
    await page.keyboard.press('Escape');
    await stateOf(page, 'TYPING');
    assert.equal(await page.locator('.card').count(), 3, 'the first Esc loses no answer');
    assert.equal(await page.evaluate(() => getSelection().toString()), 'TS24 8AY');
    await page.keyboard.press('Escape');
    await stateOf(page, 'EMPTY');
    assert.equal(await page.locator('#answer').innerText(), '');
    assert.equal(await page.locator('#q').inputValue(), '');
}));

test('demonstration data have nothing to read out', () => onDemo({}, async (page) => {
    await askByKeys(page, 'TS24 8AY');
    assert.equal(await page.locator('.say').innerText(), 'Nothing to read out');
    assert.match(await page.locator('.operator').innerText(), /^Demonstration data: no such cabinet is known\. Do not read out\./);
    assert.match(await page.locator('.across').innerText(), /DEMONSTRATION/);
}));

test('distance, direction and minutes on a card are those of the daemon\'s own page', () => onDemo({}, async (page, { daemon }) => {
    await askByKeys(page, 'TS24 8AY');
    const reach = () => page.locator('.card .reach').allInnerTexts();
    const live = await reach();
    assert.match(live[1], /^230 metres south-west, about 3 minutes' walk each way$/);
    await withPage({ javaScriptEnabled: false }, async (plain) => {
        await plain.goto(daemon.url);
        await plain.locator('#q').fill('TS24 8AY');
        await plain.locator('#q').press('Enter');
        assert.deepEqual(await plain.locator('.card .reach').allInnerTexts(), live);
    });
}));

test('a question that may mean several places gets a numbered list, of which nothing is marked', () =>
    onDemo({ allowed: ['status of 422'] }, async (page) => {
        await askByKeys(page, 'Example', '.candidates [role=option]');
        await stateOf(page, 'LIST');
        assert.equal(await focused(page), 'q');
        assert.equal(await page.locator('.candidates [aria-selected=true]').count(), 0);
        const offered = await page.locator('.candidates .name').allInnerTexts();
        assert.ok(offered.includes('Example Hub'), String(offered));
        /* The same places stand on the map with the same numbers, all in view. */
        await page.locator('#map path.choice').first().waitFor({ state: 'attached' });
        const named = await page.locator('#map .label.choice-name').allInnerTexts();
        assert.deepEqual(named, offered.map((_, at) => String(at + 1)));
        await page.locator('#map path.choice').first().dispatchEvent('mouseover');
        assert.match(await page.locator('.map .told').first().innerText(), new RegExp(`^1 ${offered[0]}`));
        const ground = await page.locator('#map .ground').boundingBox();
        for (const { x, y } of await page.locator('#map path.choice').evaluateAll((all) => all.map((one) => one.getBoundingClientRect()))) {
            assert.ok(x >= ground.x && x <= ground.x + ground.width && y >= ground.y && y <= ground.y + ground.height);
        }
        await page.keyboard.press(`Alt+${offered.indexOf('Example Hub') + 1}`);
        await page.locator('.card.first').waitFor();
        assert.match(await page.locator('.answer h2').innerText(), /to Example Hub/);
        assert.equal(await page.locator('#map path.choice').count(), 0);
    }));

test('a part of a postcode that is offered is asked for as such', () =>
    onDemo({ allowed: ['status of 422'] }, async (page, { asked }) => {
        await askByKeys(page, 'TS24 8AX', '.candidates [role=option]');
        const kinds = await page.locator('.candidates [role=option]').allInnerTexts();
        await page.keyboard.press(`Alt+${kinds.findIndex((words) => /sector/.test(words)) + 1}`);
        await page.locator('.card.first').waitFor();
        assert.match(asked.at(-1).body, /"postcode":"TS24 8"/);
        assert.equal(await page.locator('[data-code=postcode-part]').count(), 1);
    }));

test('a place that is not known is said, and the box is ready for another', () =>
    onDemo({ allowed: ['status of 422'] }, async (page) => {
        await askByKeys(page, 'Xyzzyplugh', '.problem');
        assert.match(await page.locator('.problem').innerText(), /not found|no place|nothing/i);
        assert.equal(await focused(page), 'q');
        await askByKeys(page, 'TS24 8AY');
    }));

test('a kind typed before the place is of that question alone, one chosen by arrow keys is kept', () =>
    onDemo({}, async (page) => {
        const kind = () => page.locator('[name=kind]:checked').inputValue();
        await page.locator('[name=usable][value=any]').check(); // premises are closed by night
        await page.locator('#q').focus();
        await askByKeys(page, 'r TS24 8AY');
        assert.match(await page.locator('.answer h2').innerText(), /radio premises to TS24 8AY/);
        assert.equal(await kind(), 'radio_premises');
        await page.keyboard.type('T');
        assert.equal(await kind(), 'bleed_cabinet', 'the next caller has not asked for radio premises');
        await askByKeys(page, 'TS24 8AY');
        await page.locator('[name=kind]:checked').focus();
        await page.keyboard.press('ArrowDown');
        await page.locator('.answer h2', { hasText: 'radio premises' }).waitFor();
        assert.equal(await page.evaluate(() => document.activeElement.value), 'radio_premises', 'choosing goes on');
        await page.reload();
        await page.locator('[data-ready=yes]').first().waitFor({ state: 'attached' });
        assert.equal(await kind(), 'radio_premises');
        assert.deepEqual(await page.evaluate(() => [{ ...sessionStorage }, { ...localStorage }, document.cookie]),
            [{ 'nearaid-kind': 'radio_premises' }, {}, '']);
    }));

test('uncertain positions and demonstration data are said above the answer', () => onDemo({}, async (page) => {
    await askByKeys(page, 'TS24 8AY');
    const uncertain = page.locator('[data-code=query-approximate]');
    assert.match(await uncertain.innerText(), /could be nearer/);
    assert.match(await page.locator('.band').first().innerText(), /demonstration/i);
    const top = async (selector) => (await page.locator(selector).first().boundingBox()).y;
    assert.ok(await top('[data-code=query-approximate]') < await top('.say'));
    assert.ok(await top('.band') < await top('[data-code=query-approximate]'));
    assert.ok(await top('.band') >= 0, 'the answer has scrolled the band away');
}));

test('with all its warnings the first card is seen without scrolling', () =>
    onDemo({ viewport: { width: 1200, height: 860 } }, async (page) => {
        for (const question of ['NZ 50900 32700', 'TS24 8AY']) {
            await askByKeys(page, question);
            assert.ok(await page.locator('.warnings li').count() >= 3);
            const { y, height } = await page.locator('.card.first .siting').boundingBox();
            assert.ok(y + height <= 860, `${question}: the siting ends at ${y + height}`);
            assert.ok((await page.locator('.band').first().boundingBox()).y >= 0);
        }
    }));

test('when a nearer one cannot be used, the page says which and why', () => onPack([
    cabinet('broken', 50, { status: 'out_of_service' }),
    cabinet('old', 90, { last_checked: daysAgo(400) }),
    cabinet('good', 150), cabinet('far', 900),
], {}, async (page) => {
    await askByKeys(page, 'TS24 8AY');
    assert.equal(await chosenCard(page), 'good');
    assert.match(await page.locator('.card.first .state').innerText(), /^USABLE/);
    const nearer = await page.locator('.nearer li').allInnerTexts();
    assert.equal(nearer.length, 2);
    assert.match(nearer[0], /^Cabinet broken, within about 150 metres: .*out of service/i);
    assert.match(nearer[1], /^Cabinet old, within about 200 metres: STALE: last checked 400 days ago/);
    assert.match(await page.locator('.say').innerText(), /^Press hard on the wound and do not stop\. Send someone else to Cabinet good\./);
    assert.equal(await page.locator('.bands').innerText(), '');
}));

test('each state is a word', () => onPack([
    cabinet('broken', 10, { status: 'out_of_service' }),
    cabinet('shut', 30, { opening_hours: 'off' }), cabinet('old', 50, { last_checked: daysAgo(400) }),
    cabinet('doubtful', 70, { status: 'unknown' }), cabinet('good', 90),
], {}, async (page) => {
    const states = async () => page.evaluate(() => Object.fromEntries([...document.querySelectorAll('.card')]
        .map((card) => [card.dataset.id, card.querySelector('.state strong').textContent])));
    await page.locator('[name=usable][value=any]').check();
    await page.locator('#q').focus();
    await askByKeys(page, 'TS24 8AY');
    assert.deepEqual(await states(), { broken: 'OUT OF SERVICE', shut: 'CLOSED', old: 'STALE' });
    await page.locator('[name=usable][value=not_no]').check();
    await page.locator('[data-id=good]').waitFor();
    assert.deepEqual(await states(), { good: 'USABLE', old: 'STALE', doubtful: 'UNKNOWN' });
}));

test('F8 copies for dispatch what finds the asset, and where it may not, shows it selected', () =>
    onDemo({ permissions: ['clipboard-read', 'clipboard-write'] }, async (page) => {
        await askByKeys(page, 'TS24 8AY');
        await page.keyboard.press('F8');
        await page.locator('#status', { hasText: 'Copied' }).waitFor({ state: 'attached' });
        const text = await page.evaluate(() => navigator.clipboard.readText());
        assert.match(text, /^DEMONSTRATION: no such place is known\nBLEED CABINET: Hartlepool Civic Centre \[hartlepool-bleed-2\]\n/);
        assert.match(text, /\nGrid NZ 50770 32587\n/);
        assert.match(text, /DEMONSTRATION DATA/);
        await page.evaluate(() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); });
        await page.keyboard.press('F8');
        await page.locator('#cad').waitFor();
        assert.equal(await page.evaluate(() => getSelection().toString()), text);
    }));

test('an address that names no view shows the first, and the skip link keeps it', () => onDemo({}, async (page, { daemon }) => {
    await open(page, daemon.url, '#elsewhere');
    await page.reload();
    await page.locator('.skip').focus();
    await page.keyboard.press('Enter');
    assert.equal(await focused(page), 'answer');
    await askByKeys(page, 'TS24 8AY');
}));

test('positions are in no address', () => onDemo({}, async (page, { asked, daemon }) => {
    await askByKeys(page, '54.6858, -1.2140');
    const question = asked.find(({ url }) => url.endsWith('/v1/nearest'));
    assert.equal(question.method, 'POST');
    assert.match(question.body, /54\.6858/);
    for (const { url } of asked) {
        assert.doesNotMatch(url, /54\.6|1\.21|lat|lon=/);
    }
    assert.equal(page.url(), `${daemon.url}/`);
    assert.doesNotMatch(daemon.said(), /54\.6858|1\.2140/);
}));
