/* With streets in the pack: the line on the map follows them, and the cards have the way on foot. */
import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { askByKeys, open, withPage } from './browser.mjs';
import { withDaemon } from './daemon.mjs';
import { DEMO, folder } from './packs.mjs';

/* The town of tests/golden, laid over the demonstration. */
async function inTown(use, options = {}) {
    const { path, remove } = folder();
    try {
        cpSync(DEMO, path, { recursive: true });
        cpSync(join(process.env.NA_SOURCE, 'tests/golden/packs/streets'), path, { recursive: true });
        await withDaemon(path, [], (daemon) => withPage(options, async (page) => use(page, daemon)));
    } finally {
        remove();
    }
}

test('the line follows the streets and the card says how far that is', () => inTown(async (page, daemon) => {
    await open(page, daemon.url);
    await askByKeys(page, '54.6800, -1.2141');
    const reach = await page.locator('.card.first .reach').innerText();
    assert.match(reach, /^400 metres on foot, about 4 minutes' walk each way; 390 metres east in a straight line$/);
    assert.equal(await page.locator('path.way.on-foot').count(), 1);
    const points = (await page.locator('path.way').getAttribute('d')).match(/[ML]/g).length;
    assert.ok(points >= 3, `the line has ${points} points`);
    assert.equal(await page.locator('.label.distance').innerText(), '400 metres on foot');
    assert.equal(await page.locator('[data-code="no-network"]').count(), 0);
}));

test('a way that is not known is said, and drawn straight', () => inTown(async (page, daemon) => {
    await open(page, daemon.url);
    await askByKeys(page, '54.6880, -1.2100');
    assert.match(await page.locator('.card.first .reach').innerText(), /the way on foot is not known/);
    assert.equal(await page.locator('path.way.on-foot').count(), 0);
    assert.equal(await page.locator('path.way').count(), 1);
    assert.equal(await page.locator('[data-code="off-network"]').count(), 1);
}));

test('without JavaScript the card has the way on foot too', () => inTown(async (page, daemon) => {
    await page.goto(daemon.url);
    await page.locator('#q').fill('54.6800, -1.2141');
    await page.locator('#q').press('Enter');
    assert.match(await page.locator('.card.first .reach').innerText(), /400 metres on foot, about 4 minutes' walk each way; 390 metres east in a straight line/);
}, { javaScriptEnabled: false }));
