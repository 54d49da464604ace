/* Ten calls one after another, by the keyboard alone. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open, withPage } from './browser.mjs';
import { CODES, ROWS, TOKEN, takeCalls } from './calls.mjs';
import { withDaemon } from './daemon.mjs';
import { folder, tokenOptions, writePack } from './packs.mjs';

test('ten calls one after another, by the keyboard alone', async () => {
    const { path, remove } = folder();
    try {
        writePack(path, ROWS, { codes: CODES });
        await withDaemon(path, tokenOptions(path, [{ name: 'desk', role: 'control', token: TOKEN }]), (daemon) =>
            withPage({ allowed: ['status of 422'] }, async (page) => {
                await open(page, daemon.url);
                const taken = await takeCalls(page);
                assert.equal(taken.length, 10);
            }));
    } finally {
        remove();
    }
});
