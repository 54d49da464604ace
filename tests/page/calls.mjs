/* Ten calls one after another by the keyboard alone, as a test follows them and a bench times them: a
 * wrong place corrected, a list, a link pasted, a code with its token, a caller who is alone. */
import assert from 'node:assert/strict';
import { chosenCard, stateOf } from './browser.mjs';
import { cabinet } from './packs.mjs';

export const TOKEN = 'a-long-token-of-the-control-room';
export const CODES = [{ id: 'locked', code: 'C1234Z' }];
/* Around TS24 8AY and TS26 9DE; the last is far from all that is asked for. */
export const ROWS = [
    cabinet('civic', 30, { name: 'Victoria Hall', address: 'Victoria Road, Hartlepool' }),
    cabinet('theatre', -300, { name: 'Victoria Theatre', address: 'Raby Road, Hartlepool' }),
    cabinet('locked', 420, {
        name: 'Station', address: 'Church Street, Hartlepool', locked: 'yes', code_holder: 'Example Control',
        code_holder_phone: '01632 960000',
    }),
];

/* Every key that a person presses, counted. */
function hands(page) {
    let keys = 0;
    return {
        count: () => keys,
        async type(text) {
            keys += [...text].length;
            await page.keyboard.type(text);
        },
        async press(key) {
            keys += 1;
            await page.keyboard.press(key);
        },
        async paste(text) {
            keys += 1;
            await page.evaluate((pasted) => {
                const clipboardData = new DataTransfer();
                clipboardData.setData('text/plain', pasted);
                document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
            }, text);
        },
    };
}

async function heading(page, words) {
    await page.locator('#find[data-state=ANSWER] .answer h2', { hasText: words }).waitFor();
}

/* Each: what it is, what the hands do until the answer stands, and what must hold then. */
const CALLS = [
    ['a postcode', async (page, { type, press }) => {
        await type('TS24 8AY');
        await press('Enter');
        await heading(page, 'TS24 8AY');
        assert.equal(await chosenCard(page), 'civic');
    }],
    ['the next caller, typed over the answer', async (page, { type, press }) => {
        await type('NZ 50460 32587');
        await press('Enter');
        await heading(page, 'NZ 50460 32587');
        assert.equal(await chosenCard(page), 'theatre');
    }],
    ['a wrong place corrected', async (page, { type, press }) => {
        await type('TS26 9DE');
        await press('Enter');
        await heading(page, 'TS26 9DE');
        await type('TS24 8AY');
        assert.match(await page.locator('.of-earlier').innerText(), /Previous/);
        await press('Enter');
        await heading(page, 'TS24 8AY');
    }],
    ['a list, of which the second is meant', async (page, { type, press }) => {
        await type('Victoria');
        await press('Enter');
        await stateOf(page, 'LIST');
        const names = await page.locator('.candidates .name').allInnerTexts();
        await press(`Alt+${names.indexOf('Victoria Theatre') + 1}`);
        await heading(page, 'Victoria Theatre');
        assert.equal(await chosenCard(page), 'theatre');
    }],
    ['a list, chosen by arrow keys', async (page, { type, press }) => {
        await type('Victoria');
        await press('Enter');
        await stateOf(page, 'LIST');
        await press('Enter');
        await stateOf(page, 'LIST');
        await press('ArrowDown');
        await press('Enter');
        await heading(page, 'Victoria');
    }],
    ['a link pasted', async (page, { paste }) => {
        await paste('https://www.openstreetmap.org/?mlat=54.68580&mlon=-1.21400#map=17/54.68580/-1.21400');
        await heading(page, /54\.6858/);
    }],
    ['a grid reference pasted', async (page, { paste }) => {
        await paste('NZ 51180 32587');
        await heading(page, 'NZ 51180 32587');
        assert.equal(await chosenCard(page), 'locked');
    }],
    ['a code, with the token', async (page, { type, press }) => {
        await press('F4');
        await page.locator('#token').waitFor();
        await type(TOKEN);
        await press('Enter');
        await stateOf(page, 'CODE');
        assert.match(await page.locator('.code').innerText(), /C1234Z/);
        await press('Escape');
        await stateOf(page, 'ANSWER');
        assert.doesNotMatch(await page.content(), /C1234Z/);
    }],
    ['a room that may see codes', async (page, { type, press }) => {
        await type('NZ 51180 32600');
        await press('Enter');
        await heading(page, 'NZ 51180 32600');
        assert.match(await page.locator('.operator').innerText(), /Code held here: F4/);
        assert.match(await page.locator('.say').innerText(), /Tell me when they stand at it\.$/);
    }],
    ['a caller who is alone, and far from all', async (page, { type, press }) => {
        await type('TS24 8AY');
        await press('Enter');
        await heading(page, 'TS24 8AY');
        await press('F6');
        assert.match(await page.locator('.say').innerText(), /Stay with them\. Help is coming\.$/);
        await type('NZ 53000 32587');
        await press('Enter');
        await heading(page, 'NZ 53000 32587');
        assert.match(await page.locator('.too-far').innerText(), /^Too far to send anybody/);
    }],
];

/** Take the ten calls on an open page. Returns for each { what, keys, ms }. */
export async function takeCalls(page) {
    const taken = [];
    for (const [what, call] of CALLS) {
        const before = await page.evaluate(() => performance.now());
        const used = hands(page);
        await call(page, used);
        taken.push({ what, keys: used.count(), ms: await page.evaluate(() => performance.now()) - before });
    }
    return taken;
}
