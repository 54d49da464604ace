/* A daemon that is slow, or gone; and answers that come too late to count. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askByKeys, open, withPage } from './browser.mjs';
import { withOwnDaemon } from './daemon.mjs';
import { DEMO, cabinet, folder, writePack } from './packs.mjs';

test('after 3 seconds without an answer the printed list is named, and a late answer still counts', () =>
    withOwnDaemon(DEMO, [], (daemon) => withPage({}, async (page) => {
        await open(page, daemon.url);
        await askByKeys(page, 'TS24 0UX');
        daemon.signal('SIGSTOP');
        await page.keyboard.type('TS24 8AY');
        await page.keyboard.press('Enter');
        await page.locator('#answer[aria-busy]').waitFor();
        assert.equal(await page.locator('.card').count(), 0, 'the answer to another question stays');
        const trouble = page.locator('#trouble p');
        await trouble.waitFor();
        assert.match(await trouble.innerText(), /^no answer for 3 seconds: use the printed list/);
        assert.equal(await trouble.locator('a').getAttribute('href'), '/list');
        daemon.signal('SIGCONT');
        await page.locator('.card.first').waitFor();
        assert.equal(await trouble.count(), 0);
    })));

test('a daemon that is gone is said without waiting for 3 seconds, and what was shown before goes', () =>
    withOwnDaemon(DEMO, [], (daemon) => withPage({ allowed: ['ERR_CONNECTION', 'ERR_EMPTY', 'ERR_SOCKET'] }, async (page) => {
        await open(page, daemon.url);
        await askByKeys(page, 'TS24 8AY');
        await daemon.stop();
        await page.keyboard.type('TS26 9DE');
        await page.keyboard.press('Enter');
        await page.locator('#trouble p').waitFor();
        assert.match(await page.locator('#trouble').innerText(), /^The daemon does not answer: use the printed list/);
        assert.equal(await page.locator('.card').count(), 0);
    })));

test('an answer that was given up never replaces a newer one', () =>
    withOwnDaemon(DEMO, [], (daemon) => withPage({}, async (page) => {
        await open(page, daemon.url);
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
        await page.keyboard.press('Control+a');
        await askByKeys(page, 'TS26 9DE');
        release();
        /* A question asked after it has come back: so has what was held. */
        await page.evaluate(() => fetch('/healthz').then((response) => response.text()));
        assert.match(await page.locator('.answer h2').innerText(), /to TS26 9DE/);
        assert.equal(await page.locator('#answer[aria-busy]').count(), 0);
    })));

test('a question cleared before its answer leaves nothing behind', () =>
    withOwnDaemon(DEMO, [], (daemon) => withPage({}, async (page) => {
        await open(page, daemon.url);
        daemon.signal('SIGSTOP');
        await page.keyboard.type('TS24 8AY');
        await page.keyboard.press('Enter');
        await page.locator('#answer[aria-busy]').waitFor({ state: 'attached' });
        await page.keyboard.press('Escape');
        await page.keyboard.press('Escape');
        daemon.signal('SIGCONT');
        await page.evaluate(() => fetch('/healthz').then((response) => response.text()));
        assert.equal(await page.locator('#answer').innerText(), '');
        assert.equal(await page.locator('#trouble').innerText(), '');
    })));

test('data loaded anew while the page is open are said', async () => {
    const { path, remove } = folder();
    try {
        writePack(path, [cabinet('a', 50)]);
        await withOwnDaemon(path, [], (daemon) => withPage({}, async (page) => {
            await open(page, daemon.url);
            await askByKeys(page, 'TS24 8AY');
            assert.equal(await page.locator('#trouble').innerText(), '');
            const loaded = async () => (await (await fetch(`${daemon.url}/readyz`)).json()).pack;
            const before = await loaded();
            writePack(path, [cabinet('b', 50)], { title: 'Newer', indicative: true });
            daemon.signal('SIGHUP');
            while (await loaded() === before) {
                /* Asked again until the daemon has the new data; the test has a time limit. */
            }
            await askByKeys(page, 'TS24 8AY', '.card.first[data-id=b]');
            assert.match(await page.locator('#trouble').innerText(), /New data have been loaded/);
            assert.equal(await page.locator('[data-code=indicative]').count(), 1);
        }));
    } finally {
        remove();
    }
});

test('records that are left out are said at the foot of the page', async () => {
    const { path, remove } = folder();
    try {
        writePack(path, [cabinet('a', 50), cabinet('b', 60), cabinet('c', 99000), cabinet('d', 98000)],
            { keys: 'on_error = skip\nmax_skipped = 60%' });
        await withOwnDaemon(path, [], (daemon) => withPage({}, async (page) => {
            await open(page, daemon.url);
            await askByKeys(page, 'TS24 8AY');
            const said = page.locator('footer .left-out');
            assert.equal(await said.innerText(), 'cabinets.csv: 2 records are left out, because of errors');
            assert.ok(await said.isVisible());
        }));
    } finally {
        remove();
    }
});
