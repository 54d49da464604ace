/* The keys as a machine of states: EMPTY, TYPING, LIST, ANSWER, CODE, HELP (docs/page.md). */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { askByKeys, chosenCard, focused, open, stateOf, withPage } from './browser.mjs';
import { withDaemon } from './daemon.mjs';
import { DEMO, cabinet, folder, tokenOptions, writePack } from './packs.mjs';

const TOKEN = 'a-long-token-of-the-control-room';
const LOCKED = { locked: 'yes', code_holder: 'Example Control', code_holder_phone: '01632 960000' };

async function onDemo(options, use) {
    await withDaemon(DEMO, [], (daemon) => withPage(options, async (page, more) => {
        await open(page, daemon.url);
        await use(page, { ...more, daemon });
    }));
}

/* A pack of these cabinets, with codes and an audit log; `before(page)` comes before the page is opened. */
async function onPack(rows, use, { codes = [], before = async () => {}, allowed = [], postcodes = '' } = {}) {
    const { path, remove } = folder();
    try {
        const options = [...tokenOptions(path, [{ name: 'desk', role: 'control', token: TOKEN }]), '--audit-positions'];
        await withDaemon(writePack(path, rows, { codes, postcodes }), options, (daemon) => withPage({ allowed }, async (page, more) => {
            await before(page);
            await open(page, daemon.url);
            await use(page, { ...more, path, daemon });
        }));
    } finally {
        remove();
    }
}

function box(page) {
    return page.locator('#q').inputValue();
}

/* Paste as the browser does, without its clipboard: the event with its text. */
function paste(page, text) {
    return page.evaluate((pasted) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', pasted);
        document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, text);
}

test('words typed with the focus on a result go into the box and command nothing', () =>
    onDemo({ permissions: ['clipboard-read', 'clipboard-write'] }, async (page) => {
        await askByKeys(page, 'TS24 8AY');
        await page.evaluate(() => navigator.clipboard.writeText('kept'));
        await page.locator('.card').nth(1).focus();
        await page.keyboard.type('new street');
        assert.equal(await box(page), 'new street');
        assert.equal(await focused(page), 'q');
        await stateOf(page, 'TYPING');
        assert.equal(await page.evaluate(() => navigator.clipboard.readText()), 'kept');
        assert.equal(await page.evaluate(() => window.printed), 0);
        assert.equal(await page.locator('.card').count(), 3, 'the answer before stays');
        assert.match(await page.locator('.earlier .of-earlier').innerText(), /Previous: for the earlier text/);
    }));

test('a message of a handset that is pasted is asked about without Enter', () => onDemo({}, async (page) => {
    await paste(page, 'A"ML"=1;lt=+54.68580;lg=-001.21400;rd=50');
    await stateOf(page, 'ANSWER');
    assert.equal(await box(page), 'A"ML"=1;lt=+54.68580;lg=-001.21400;rd=50');
    assert.match(await page.locator('.answer h2').innerText(), /good to 50 m$/);
}));

for (const [what, text] of [
    ['coordinates', '54.68580, -1.21400'], ['a grid reference', 'NZ 50770 32587'],
    ['easting and northing', '450770, 532587'],
]) {
    test(`pasting ${what} asks without Enter, wherever the focus was`, () => onDemo({}, async (page) => {
        await page.evaluate(() => document.activeElement.blur());
        await paste(page, text);
        await stateOf(page, 'ANSWER');
        assert.equal(await box(page), text);
        assert.equal(await focused(page), 'q');
    }));
}

test('a postcode that is pasted waits for Enter', () => onDemo({}, async (page, { asked }) => {
    await paste(page, 'TS24 8AY');
    await stateOf(page, 'TYPING');
    assert.ok(asked.every(({ url }) => !url.endsWith('/v1/nearest')));
    await page.keyboard.press('Enter');
    await stateOf(page, 'ANSWER');
}));

test('Enter in a list of which nothing is marked chooses nothing, however often', () =>
    onDemo({ allowed: ['status of 422'] }, async (page, { asked }) => {
        await askByKeys(page, 'Example', '.candidates [role=option]');
        await page.keyboard.press('Enter');
        await page.keyboard.press('Enter');
        await stateOf(page, 'LIST');
        assert.match(await page.locator('#status').textContent(), /^Choose one/);
        assert.equal(asked.filter(({ url }) => url.endsWith('/v1/nearest')).length, 1);
        await page.keyboard.press('ArrowDown');
        assert.equal(await page.locator('#q').getAttribute('aria-activedescendant'), 'option-1');
        assert.equal(await focused(page), 'q');
        await page.keyboard.press('ArrowUp');
        const last = await page.locator('.candidates [aria-selected=true]').getAttribute('id');
        assert.equal(last, `option-${await page.locator('.candidates [role=option]').count()}`);
        await page.keyboard.press('Enter');
        await stateOf(page, 'ANSWER');
    }));

test('a sign typed while there is a list goes on with the text, and the list can no longer be chosen from', () =>
    onDemo({ allowed: ['status of 422'] }, async (page, { asked }) => {
        await askByKeys(page, 'Example', '.candidates [role=option]');
        await page.keyboard.type(' Road');
        assert.equal(await box(page), 'Example Road');
        await page.keyboard.press('Alt+1');
        await page.locator('.candidates [role=option]').first().click();
        await stateOf(page, 'TYPING');
        assert.equal(asked.filter(({ url }) => url.endsWith('/v1/nearest')).length, 1);
    }));

test('of two questions the second stands, though the first is answered last', () => onDemo({}, async (page) => {
    let release = null;
    const held = new Promise((resolve) => { release = resolve; });
    await page.route('**/v1/nearest', async (route) => {
        const old = route.request().postData().includes('TS24 0UX');
        const response = await route.fetch();
        await (old ? held : null);
        await route.fulfill({ response }).catch(() => {});
    });
    await page.keyboard.type('TS24 0UX');
    await page.keyboard.press('Enter');
    await page.locator('#answer[aria-busy]').waitFor({ state: 'attached' });
    await askByKeys(page, 'TS26 9DE');
    release();
    await page.evaluate(() => fetch('/healthz').then((response) => response.text()));
    assert.match(await page.locator('.answer h2').innerText(), /to TS26 9DE/);
    await stateOf(page, 'ANSWER');
}));

test('a code goes after a minute, out of the document; and with the next key', () => onPack(
    [cabinet('a', 50, LOCKED), cabinet('b', 90)],
    async (page) => {
        await askByKeys(page, 'TS24 8AY');
        await page.keyboard.press('F4');
        await page.locator('#token').waitFor();
        await page.keyboard.type(TOKEN);
        await page.keyboard.press('Enter');
        await stateOf(page, 'CODE');
        assert.match(await page.evaluate(() => document.body.textContent), /C1234Z/);
        assert.equal(await focused(page), 'q');
        await page.clock.fastForward(61000);
        await stateOf(page, 'ANSWER');
        assert.doesNotMatch(await page.evaluate(() => document.body.textContent), /C1234Z/);
        await page.keyboard.press('F4');
        await stateOf(page, 'CODE');
        await page.keyboard.press('Shift');
        assert.equal(await page.locator('#find').getAttribute('data-state'), 'CODE');
        await page.keyboard.type('T');
        assert.doesNotMatch(await page.evaluate(() => document.body.textContent), /C1234Z/);
        assert.equal(await box(page), 'T');
        await stateOf(page, 'TYPING');
    },
    { codes: [{ id: 'a', code: 'C1234Z' }], before: (page) => page.clock.install() }));

test('no code is offered where there is no lock', () => onPack([cabinet('a', 50, LOCKED), cabinet('b', 90, { locked: 'no' })],
    async (page) => {
        await askByKeys(page, 'TS24 8AY');
        const offered = () => page.getByRole('button', { name: 'Show the code' }).count();
        assert.equal(await offered(), 1);
        await page.keyboard.press('F2');
        assert.equal(await chosenCard(page), 'b');
        assert.equal(await offered(), 0);
        await page.keyboard.press('F4');
        assert.equal(await page.locator('dialog').count(), 0);
    }));

test('F6 has the words for a caller who is alone, until the next caller', () => onPack([cabinet('a', 50)], async (page) => {
    const said = () => page.locator('.say').innerText();
    await askByKeys(page, 'TS24 8AY');
    assert.match(await said(), /Send someone else to Cabinet a\./);
    await page.keyboard.press('F6');
    assert.equal(await said(), 'Press hard on the wound and do not stop. Stay with them. Help is coming.');
    assert.equal(await page.getByRole('button', { name: 'Caller is alone' }).getAttribute('aria-pressed'), 'true');
    await page.keyboard.press('F6');
    assert.match(await said(), /Send someone else/);
    await page.keyboard.press('F6');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await askByKeys(page, 'TS24 8AY');
    assert.match(await said(), /Send someone else/, 'the next caller is not alone');
}));

test('the number of the incident goes with the question, and with the caller', () => onPack([cabinet('a', 50)],
    async (page, { path }) => {
        await page.locator('#incident').focus();
        await page.keyboard.type('2026-11/0413');
        await page.locator('#q').focus();
        await askByKeys(page, 'TS24 8AY');
        assert.match(readFileSync(join(path, 'audit.log'), 'utf8'), /"incident":"2026-11\/0413"/);
        await page.keyboard.press('Escape');
        await page.keyboard.press('Escape');
        assert.equal(await page.locator('#incident').inputValue(), '');
        await page.locator('#incident').fill('54.6, -1.2');
        await page.locator('#q').focus();
        await askByKeys(page, 'TS24 8AY');
        assert.match(await page.locator('#incident-fault').innerText(), /^Not sent/);
        assert.doesNotMatch(readFileSync(join(path, 'audit.log'), 'utf8'), /54\.6/);
    }));

test('a position outside is asked about, and one key takes what may be meant', () =>
    onPack([cabinet('a', 30)], async (page) => {
        await askByKeys(page, '54.6858, 1.2140', '.candidates [role=option]');
        assert.equal(await page.locator('.say').innerText(), 'Tell me the town you are in.');
        assert.match(await page.locator('.operator').innerText(), /far outside.*minus.*Alt\+1 takes it.*This pack knows Test only\./);
        await page.keyboard.press('Alt+1');
        await stateOf(page, 'ANSWER');
        assert.equal(await chosenCard(page), 'a');
    }, { allowed: ['status of 422'] }));

test('a postcode is read back, and what sounds like it is one key away', () => onPack([cabinet('a', 30)], async (page) => {
    await askByKeys(page, 'TS24 8AY');
    assert.match(await page.locator('.read-back').innerText(), /^Read back: T S two four, eight Alpha Yankee/);
    assert.match(await page.locator('.sounds-like').innerText(), /^Sounds like Alt\+2 TS24 8HY, 1\.3 kilometres off$/);
    await page.keyboard.press('Alt+2');
    await page.locator('.answer h2', { hasText: 'TS24 8HY' }).waitFor();
}, { postcodes: 'TS24 8HY,10,452070,532587\n' }));

test('too far to send anybody leads the answer', () => onPack([cabinet('a', 900)], async (page) => {
    await askByKeys(page, 'TS24 8AY');
    assert.match(await page.locator('.answer > :first-child').innerText(), /^Too far to send anybody: Cabinet a is 90\d m away/);
    assert.match(await page.locator('.say').innerText(), /There is no box near enough\./);
}));

test('what is composed, and a key that is held down, commands nothing', () => onDemo({}, async (page) => {
    await askByKeys(page, 'TS24 8AY');
    const press = (init) => page.evaluate((options) => document.activeElement.dispatchEvent(
        new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...options })), init);
    await press({ key: 'F2', repeat: true });
    await press({ key: 'F2', isComposing: true });
    await press({ key: 'Escape', isComposing: true });
    await press({ key: '¡', code: 'Digit2', altKey: true, isComposing: true });
    await stateOf(page, 'ANSWER');
    assert.equal(await chosenCard(page), 'hartlepool-bleed-2');
    await press({ key: '¡', code: 'Digit2', altKey: true });
    assert.equal(await chosenCard(page), 'hartlepool-bleed-1', 'Option+2 of a Mac is told by its place');
}));

test('the box is never off screen, and nothing of the last caller stays on the map', () =>
    onDemo({ viewport: { width: 800, height: 500 } }, async (page) => {
        await askByKeys(page, 'TS24 8AY');
        await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
        const { y, height } = await page.locator('#q').boundingBox();
        assert.ok(y >= 0 && y + height <= 500, `the box is at ${y}`);
        assert.equal(await page.locator('path.position').count(), 1);
        await page.keyboard.press('Escape');
        await page.keyboard.press('Escape');
        assert.equal(await page.locator('path.position').count(), 0);
    }));

test('what is typed is suggested for, and never taken', () => onDemo({ allowed: ['status of 422'] }, async (page) => {
    await page.keyboard.type('Hartlepool Civ');
    await page.locator('#suggestions button').first().waitFor();
    await stateOf(page, 'TYPING');
    assert.equal(await page.locator('.card').count(), 0);
    await page.locator('#suggestions button', { hasText: 'Civic Centre' }).first().click();
    await stateOf(page, 'TYPING');
    assert.match(await box(page), /^Hartlepool Civic Centre/);
    assert.equal(await focused(page), 'q');
}));
