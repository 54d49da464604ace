/* Codes: a token once, in memory alone, and refusals in plain words. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { askByKeys, open, withPage } from './browser.mjs';
import { withDaemon } from './daemon.mjs';
import { cabinet, folder, tokenOptions, writePack } from './packs.mjs';

const LOCKED = { locked: 'yes', code_holder: 'Example Control', code_holder_phone: '01632 960000' };
const TOKENS = [
    { name: 'desk', role: 'control', token: 'a-long-token-of-the-control-room' },
    { name: 'office', role: 'view', token: 'a-long-token-of-an-office-elsewhere' },
];
const ROWS = [cabinet('a', 50, LOCKED), cabinet('b', 90, LOCKED), cabinet('c', 120, LOCKED)];
const CODES = [{ id: 'a', code: 'C1234Z' }, { id: 'b', code: 'C9876X' }];

async function give(page, token) {
    await page.keyboard.press('F4');
    await page.locator('#token').waitFor();
    await page.keyboard.type(token);
    await page.keyboard.press('Enter');
}

async function onCodes(allowed, use) {
    const { path, remove } = folder();
    try {
        writePack(path, ROWS, { codes: CODES });
        await withDaemon(path, tokenOptions(path, TOKENS), (daemon) => withPage({ allowed }, async (page, more) => {
            await open(page, daemon.url);
            await askByKeys(page, 'TS24 8AY');
            await use(page, { ...more, path, code: page.locator('[aria-current] .code') });
        }));
    } finally {
        remove();
    }
}

test('F4 shows the code after the token, which is asked for once and kept nowhere', () =>
    onCodes([], async (page, { path, code, asked }) => {
        assert.match(await page.locator('.card.first dl').innerText(), /locked[^]*Example Control, 01632 960000/);
        await give(page, TOKENS[0].token);
        assert.equal(await code.locator('strong').innerText(), 'C1234Z');
        await page.keyboard.press('F2');
        await page.keyboard.press('F4');
        assert.equal(await code.locator('strong').innerText(), 'C9876X');
        assert.match(readFileSync(join(path, 'audit.log'), 'utf8'), /"token":"desk","asset":"a"[^]*"asset":"b"/);
        assert.ok(asked.every(({ url, body }) => !`${url}${body}`.includes(TOKENS[0].token)));
        const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]));
        assert.ok(!kept.includes(TOKENS[0].token) && !kept.includes('C1234Z'), kept);
        await page.emulateMedia({ media: 'print' });
        assert.equal(await code.isVisible(), false);
        await page.emulateMedia({ media: 'screen' });
        await page.keyboard.press('Escape');
        assert.doesNotMatch(await page.content(), /C1234Z|C9876X/);
        assert.equal(await page.locator('.card').count(), 3, 'Esc takes the code and leaves the answer');
    }));

for (const [what, status, token, words] of [
    ['unknown', 401, 'not-a-token-of-anybody', /not known/],
    ['of another role', 403, TOKENS[1].token, /may not see codes/],
]) {
    test(`a token that is ${what} is refused in words, and another may be given`, () =>
        onCodes([`status of ${status}`], async (page, { code }) => {
            await give(page, token);
            await code.waitFor();
            assert.match(await code.innerText(), words);
            await give(page, TOKENS[0].token);
            await code.locator('strong').waitFor();
            assert.equal(await code.innerText(), 'Code C1234Z');
        }));
}

test('an asset without a code is said to have none', () =>
    onCodes(['status of 404'], async (page, { code }) => {
        await page.keyboard.press('F2');
        await page.keyboard.press('F2');
        await give(page, TOKENS[0].token);
        await code.waitFor();
        assert.match(await code.innerText(), /no code/);
    }));
