/* The same questions answered by the daemon's own HTML. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, askByKeys, keep, open, withPage } from './browser.mjs';
import { withDaemon } from './daemon.mjs';
import { DEMO, cabinet, daysAgo, folder, writePack } from './packs.mjs';

async function askPlainly(page, url, question) {
    await page.goto(url);
    await page.locator('#q').fill(question);
    await page.locator('#q').press('Enter');
}

/* What a card says, written by a script or by the daemon. */
function cardsOf(page) {
    return page.locator('.card').evaluateAll((cards) => cards.map((card) => ({
        id: card.dataset.id, state: card.dataset.state, name: card.querySelector('.name').textContent,
        distance: card.querySelector('.distance').textContent, words: card.querySelector('.state').textContent,
        siting: card.querySelector('.siting')?.textContent,
    })));
}

test('a form, an answer and no position in any address', () => withDaemon(DEMO, [], (daemon) =>
    withPage({ javaScriptEnabled: false }, async (page, { asked }) => {
        await askPlainly(page, daemon.url, 'TS24 8AY');
        assert.equal(await page.locator('.card.first .name').innerText(), 'Hartlepool Civic Centre');
        assert.match(await page.locator('.operator').innerText(), /^Demonstration data: no such cabinet is known/);
        assert.equal(await page.locator('.say').innerText(), 'Nothing to read out');
        assert.equal(page.url(), `${daemon.url}/`);
        assert.ok(asked.every(({ url }) => !/TS24|8AY/.test(url)));
        assert.match(await page.locator('footer').innerText(), /Crown copyright/);
        await keep(page, 'without-javascript', { fullPage: true });
    })));

test('the letter of a kind before the place chooses it without JavaScript, too', () => withDaemon(DEMO, [], (daemon) =>
    withPage({ javaScriptEnabled: false }, async (page) => {
        await askPlainly(page, daemon.url, 'R  TS24 8AY');
        await page.locator('section.answer').waitFor(); // with cards by day: premises are closed by night
        assert.equal(await page.locator('[name=kind]:checked').getAttribute('value'), 'radio_premises');
        assert.equal(await page.locator('#q').inputValue(), 'TS24 8AY');
    })));

test('candidates are buttons that ask again', () => withDaemon(DEMO, [], (daemon) =>
    withPage({ javaScriptEnabled: false, allowed: ['status of 422'] }, async (page) => {
        await askPlainly(page, daemon.url, 'Example');
        await page.locator('.candidates button', { hasText: 'Example Hub' }).click();
        await page.locator('.card.first').waitFor();
        assert.match(await page.locator('h2').first().innerText(), /Example Hub/);
    })));

test('what cannot be answered is said with its remedy', () => withDaemon(DEMO, [], (daemon) =>
    withPage({ javaScriptEnabled: false, allowed: ['status of 4'] }, async (page) => {
        await askPlainly(page, daemon.url, 'Xyzzyplugh');
        assert.ok((await page.locator('.problem').innerText()).length > 0);
    })));

test('the cards are the same with JavaScript and without', async () => {
    const { path, remove } = folder();
    const rows = [
        cabinet('broken', 10, { status: 'out_of_service' }), cabinet('old', 50, { last_checked: daysAgo(400) }),
        cabinet('doubtful', 700, { status: 'unknown', siting: 'By the door' }), cabinet('good', 2900),
    ];
    try {
        await withDaemon(writePack(path, rows), [], async (daemon) => {
            const plain = await withPage({ javaScriptEnabled: false }, async (page) => {
                await askPlainly(page, daemon.url, 'TS24 8AY');
                return cardsOf(page);
            });
            const live = await withPage({}, async (page) => {
                await open(page, daemon.url);
                await askByKeys(page, 'TS24 8AY');
                return cardsOf(page);
            });
            assert.equal(live.length, 3);
            assert.deepEqual(plain, live);
        });
    } finally {
        remove();
    }
});

test('of positions good to 100 metres nobody says that one is here', async () => {
    const { path, remove } = folder();
    const rows = [cabinet('here', 0, { position_quality: 'postcode' }), cabinet('next', 150, { position_quality: 'postcode' })];
    const seen = (page) => Promise.all([page.locator('.card.first .reach').innerText(), page.locator('.say').innerText(),
        page.locator('.warnings [data-code$=-approximate]:not([data-code^=transformation])').allInnerTexts()]);
    try {
        await withDaemon(writePack(path, rows), [], async (daemon) => {
            const plain = await withPage({ javaScriptEnabled: false }, async (page) => {
                await askPlainly(page, daemon.url, 'TS24 8AY');
                return seen(page);
            });
            const live = await withPage({}, async (page) => {
                await open(page, daemon.url);
                await askByKeys(page, 'TS24 8AY');
                await page.evaluate(() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); });
                await page.keyboard.press('F8');
                assert.match(await page.locator('#cad').inputValue(), /\nwithin about 200 metres\n/);
                return seen(page);
            });
            for (const [reach, say, warnings] of [plain, live]) {
                assert.equal(reach, 'within about 200 metres');
                assert.equal(say, 'Press hard on the wound and do not stop. Which is closer to you: Cabinet here, or Cabinet next?');
                assert.equal(warnings.length, 1, 'the two reasons are one warning');
                assert.match(warnings[0], /^Cabinet next could be nearer than Cabinet here: their positions are known to 100 m and 100 m only, and the position asked for is known to 100 m only/);
            }
        });
    } finally {
        remove();
    }
});

test('what is nearer than the first card is named with JavaScript and without, shown or left out', async () => {
    const { path, remove } = folder();
    const rows = [
        cabinet('broken', 10, { status: 'out_of_service' }), cabinet('old', 150, { last_checked: daysAgo(400) }), cabinet('good', 300),
    ];
    const nearer = (page) => page.locator('.nearer li').evaluateAll((items) => items.map((item) =>
        [item.querySelector('.name').textContent, /out of service|last checked 400 days ago/.exec(item.textContent)[0]]));
    try {
        await withDaemon(writePack(path, rows), [], async (daemon) => {
            const plain = await withPage({ javaScriptEnabled: false }, async (page) => {
                await askPlainly(page, daemon.url, 'NZ 50770 32587');
                assert.equal(await page.locator('.card.first').getAttribute('data-id'), 'good');
                return nearer(page);
            });
            const live = await withPage({}, async (page) => {
                await open(page, daemon.url);
                await askByKeys(page, 'NZ 50770 32587');
                return nearer(page);
            });
            assert.deepEqual(live.sort(), [['Cabinet broken', 'out of service'], ['Cabinet old', 'last checked 400 days ago']]);
            assert.deepEqual(plain.sort(), live);
        });
    } finally {
        remove();
    }
});

test('the two texts, and the words for somebody who is alone, stand on the plain page as well', async () => {
    const { path, remove } = folder();
    try {
        await withDaemon(writePack(path, [cabinet('a', 900)]), [], (daemon) => withPage({ javaScriptEnabled: false }, async (page) => {
            await askPlainly(page, daemon.url, 'NZ 50770 32587');
            assert.match(await page.locator('.answer > :first-child').innerText(), /^Too far to send anybody/);
            assert.match(await page.locator('.say').innerText(), /There is no box near enough\./);
            assert.match(await page.locator('.operator').innerText(), /^Too far to send anybody: nearest 900 m/);
            await askPlainly(page, daemon.url, 'NZ 51470 32587');
            assert.match(await page.locator('.say').innerText(), /Send someone else to Cabinet a\./);
            assert.match(await page.locator('.alone').innerText(), /Stay with them\. Help is coming\./);
        }));
    } finally {
        remove();
    }
});

test('the printed list and the plain page have no fault of access', () => withDaemon(DEMO, [], (daemon) =>
    withPage({}, async (page) => {
        await page.goto(`${daemon.url}/list`);
        await assertAccessible(page, 'list');
        assert.match(await page.locator('body').innerText(), /Hartlepool Civic Centre/);
        await keep(page, 'list', { fullPage: true });
    })));
