/* The control room's ten seconds, by the keyboard alone. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askByKeys, focused, open, withPage } from './browser.mjs';
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
    assert.equal(await focused(page), 'hartlepool-bleed-2');
    assert.match(await page.locator('.say').innerText(), /^Bleed cabinet at Hartlepool Civic Centre/);
    assert.equal(await page.locator('.card').count(), 3);
    const first = await page.locator('.card.first').innerText();
    assert.match(first, /STALE: last checked \d+ days ago/);
    assert.match(first, /At the front of the building/);
    await page.keyboard.press('n');
    assert.equal(await focused(page), 'hartlepool-bleed-1');
    assert.match(await page.locator('.say').innerText(), /^Bleed cabinet at Hartlepool Community/);
    await page.keyboard.press('p');
    assert.equal(await page.evaluate(() => window.printed), 1);
    await page.keyboard.press('?');
    await page.locator('dialog[open]').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('dialog').waitFor({ state: 'detached' });
    assert.equal(await focused(page), 'hartlepool-bleed-1');
    await page.keyboard.press('Escape');
    assert.equal(await focused(page), 'q');
    assert.equal(await page.locator('#answer').innerText(), '');
    assert.equal(await page.locator('#q').inputValue(), '');
}));

test('letters typed into the box are letters, with Alt they act', () => onDemo({}, async (page) => {
    await askByKeys(page, 'TS24 8AY');
    await page.keyboard.press('/');
    assert.equal(await focused(page), 'q');
    await page.keyboard.type('ncyp?');
    assert.equal(await page.locator('#q').inputValue(), 'ncyp?');
    await page.keyboard.press('Alt+n');
    assert.equal(await focused(page), 'hartlepool-bleed-1');
}));

test('distance, direction and minutes on a card are those of the words to read out', () => onDemo({}, async (page) => {
    await askByKeys(page, 'TS24 8AY');
    for (const id of ['hartlepool-bleed-1', 'hartlepool-bleed-4']) {
        await page.keyboard.press('n');
        assert.equal(await focused(page), id);
        const said = await page.locator('.say').innerText();
        for (const part of ['distance', 'direction', 'minutes']) {
            const words = await page.locator(`[data-id=${id}] .${part}`).innerText();
            assert.ok(said.includes(words), `${words} is not in: ${said}`);
        }
    }
}));

test('a question that may mean several places gets a numbered list', () =>
    onDemo({ allowed: ['status of 422'] }, async (page) => {
        await askByKeys(page, 'Victoria', '.candidates button');
        const offered = await page.locator('.candidates .name').allInnerTexts();
        assert.ok(offered.includes('Hartlepool Civic Centre'), String(offered));
        await page.keyboard.press(String(offered.indexOf('Hartlepool Civic Centre') + 1));
        await page.locator('.card.first').waitFor();
        assert.equal(await focused(page), 'hartlepool-bleed-2');
        assert.match(await page.locator('.answer h2').innerText(), /to Hartlepool Civic Centre/);
    }));

test('a part of a postcode that is offered is asked for as such', () =>
    onDemo({ allowed: ['status of 422'] }, async (page, { asked }) => {
        await askByKeys(page, 'TS24 8AX', '.candidates button');
        await page.keyboard.press('1');
        await page.locator('.card.first').waitFor();
        assert.match(asked.at(-1).body, /"postcode":"TS24 8/);
        assert.equal(await page.locator('[data-code=postcode-part]').count(), 1);
    }));

test('a place that is not known is said, and the box is ready for another', () =>
    onDemo({ allowed: ['status of 422'] }, async (page) => {
        await askByKeys(page, 'Xyzzyplugh', '.problem');
        assert.match(await page.locator('.problem').innerText(), /not found|no place|nothing/i);
        assert.equal(await focused(page), 'q');
        await askByKeys(page, 'TS24 8AY');
    }));

test('the kind is chosen by its prefix, or by arrow keys, and kept for the session', () =>
    onDemo({}, async (page) => {
        await askByKeys(page, 'r TS24 8AY');
        assert.match(await page.locator('.answer h2').innerText(), /radio premises to TS24 8AY/);
        await page.reload();
        await page.locator('[data-ready=yes]').first().waitFor({ state: 'attached' });
        assert.equal(await page.locator('[name=kind]:checked').inputValue(), 'radio_premises');
        await askByKeys(page, 'TS24 8AY');
        await page.locator('[name=kind]:checked').focus();
        await page.keyboard.press('ArrowUp');
        await page.locator('.answer h2', { hasText: 'bleed cabinet' }).waitFor();
        assert.equal(await page.evaluate(() => document.activeElement.value), 'bleed_cabinet', 'choosing goes on');
        assert.deepEqual(await page.evaluate(() => [{ ...sessionStorage }, { ...localStorage }, document.cookie]),
            [{ 'nearaid-kind': 'bleed_cabinet' }, {}, '']);
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
            await page.keyboard.press('/');
            await askByKeys(page, question);
            assert.ok(await page.locator('.warnings li').count() >= 3);
            const { y, height } = await page.locator('.card.first .siting').boundingBox();
            assert.ok(y + height <= 860, `${question}: the siting ends at ${y + height}`);
            assert.ok((await page.locator('.band').first().boundingBox()).y >= 0);
        }
    }));

test('a key right after a dialog keeps the focus it takes', () => onDemo({}, async (page) => {
    await askByKeys(page, 'TS24 8AY');
    await page.keyboard.press('?');
    await page.locator('dialog[open]').waitFor();
    await page.evaluate(() => {
        document.querySelector('dialog').close();
        document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '/', bubbles: true }));
    });
    await page.locator('dialog').waitFor({ state: 'detached' });
    assert.equal(await focused(page), 'q');
}));

test('when a nearer one cannot be used, the page says which and why', () => onPack([
    cabinet('broken', 50, { status: 'out_of_service' }),
    cabinet('old', 90, { last_checked: daysAgo(400) }),
    cabinet('good', 150), cabinet('far', 900),
], {}, async (page) => {
    await askByKeys(page, 'TS24 8AY');
    assert.equal(await focused(page), 'good');
    assert.match(await page.locator('.card.first .state').innerText(), /^USABLE/);
    const nearer = await page.locator('.nearer li').allInnerTexts();
    assert.equal(nearer.length, 2);
    assert.match(nearer[0], /^Cabinet broken, within about 150 metres: .*out of service/i);
    assert.match(nearer[1], /^Cabinet old, within about 200 metres: STALE: last checked 400 days ago/);
    assert.match(await page.locator('.say').innerText(), /^Bleed cabinet at Cabinet good/);
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

test('Y copies for dispatch what finds the asset, and where it may not, shows it selected', () =>
    onDemo({ permissions: ['clipboard-read', 'clipboard-write'] }, async (page) => {
        await askByKeys(page, 'TS24 8AY');
        await page.keyboard.press('y');
        await page.locator('#status', { hasText: 'Copied' }).waitFor({ state: 'attached' });
        const text = await page.evaluate(() => navigator.clipboard.readText());
        assert.match(text, /^BLEED CABINET: Hartlepool Civic Centre \[hartlepool-bleed-2\]\n/);
        assert.match(text, /\nGrid NZ 50770 32587\n/);
        assert.match(text, /DEMONSTRATION DATA/);
        await page.evaluate(() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); });
        await page.keyboard.press('y');
        await page.locator('#cad').waitFor();
        assert.equal(await page.evaluate(() => getSelection().toString()), text);
    }));

test('an address that names no view shows the first, and the skip link keeps it', () => onDemo({}, async (page, { daemon }) => {
    await open(page, daemon.url, '#elsewhere');
    await page.reload();
    await page.locator('.skip').focus();
    await page.keyboard.press('Enter');
    assert.equal(await focused(page), 'answer');
    await page.keyboard.press('/');
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
