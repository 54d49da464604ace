/* The map: what it draws, its switches, wards by keyboard, the day. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askByKeys, open, withPage } from './browser.mjs';
import { withDaemon } from './daemon.mjs';
import { DEMO, cabinet, folder, writeManyWards, writePack } from './packs.mjs';

async function onMap(use) {
    await withDaemon(DEMO, [], (daemon) => withPage({}, async (page) => {
        await open(page, daemon.url);
        await use(page);
    }));
}

test('wards and kinds by shape are drawn, without a tile', () => onMap(async (page) => {
    assert.equal(await page.locator('path.ward').count(), 83);
    assert.equal(await page.locator('path.asset.kind0').count(), 4);
    const outlines = await page.locator('.switches .mark path').evaluateAll((marks) => marks.map((mark) => mark.getAttribute('d')));
    assert.equal(new Set(outlines).size, 3);
    assert.equal(await page.locator('#map img').count(), 0);
}));

test('the position with its accuracy, the way and its distance', () => onMap(async (page) => {
    await askByKeys(page, 'TS24 8AY');
    assert.equal(await page.locator('path.accuracy').count(), 1);
    assert.equal(await page.locator('.label.asset-name').innerText(), 'Hartlepool Civic Centre');
    await page.keyboard.press('F2');
    assert.equal(await page.locator('.label.distance').innerText(), '230 metres');
    assert.equal(await page.locator('path.way').count(), 1);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('path.accuracy, path.way, .label.distance').count(), 0);
}));

test('neither end of a short way is covered by its distance or a name', async () => {
    const { path, remove } = folder();
    try {
        await withDaemon(writePack(path, [cabinet('a', 0), cabinet('far', 900)]), [], (daemon) => withPage({}, async (page) => {
            await open(page, daemon.url);
            const boxes = (selector) => page.locator(selector).evaluateAll((all) =>
                all.map((one) => one.getBoundingClientRect().toJSON()));
            for (const question of ['NZ 50800 32617', 'NZ 50800 32557', 'NZ 50740 32617', 'NZ 50740 32557', 'NZ 50770 32617', 'NZ 50740 32587']) {
                await askByKeys(page, question);
                const [at] = await boxes('path.position');
                const labels = await boxes('.label.distance span, .label.asset-name span');
                assert.equal(labels.length, 2);
                const [way, name] = labels;
                for (const other of [at, name]) {
                    assert.ok(way.right <= other.left || way.left >= other.right || way.bottom <= other.top || way.top >= other.bottom,
                        `${question}: ${JSON.stringify([way, other])}`);
                }
                assert.ok(name.bottom <= at.top || name.top >= at.bottom || name.right <= at.left || name.left >= at.right, question);
            }
        }));
    } finally {
        remove();
    }
});

test('the day of a page left open over midnight goes on, one that was chosen stays', () => onMap(async (page) => {
    const day = () => page.locator('#map-day').inputValue();
    const soon = (days) => new Date(Date.now() + days * 86400000);
    const text = (date) => page.evaluate((time) => new Date(time).toLocaleDateString('sv-SE'), date.getTime());
    await page.clock.setFixedTime(soon(1));
    const reread = page.waitForResponse((response) => response.url().includes('/v1/assets?'));
    await askByKeys(page, 'TS24 8AY');
    await reread;
    assert.equal(await day(), await text(soon(1)));
    await page.locator('#map-day').fill('2024-01-01');
    await page.clock.setFixedTime(soon(2));
    await page.locator('#q').selectText();
    await askByKeys(page, 'TS24 0UX');
    assert.equal(await day(), '2024-01-01');
}));

test('a layer is switched off and on by the space bar', () => onMap(async (page) => {
    await page.locator('[data-layer=kind-bleed_cabinet]').focus();
    await page.keyboard.press('Space');
    assert.equal(await page.locator('path.asset.kind0').count(), 0);
    await page.keyboard.press('Space');
    assert.equal(await page.locator('path.asset.kind0').count(), 4);
}));

test('a ward is chosen from the list by its letters, or pointed at', () => onMap(async (page) => {
    await page.locator('#map-ward').focus();
    await page.keyboard.type('Acklam');
    await page.locator('path.ward.lit').waitFor();
    assert.match(await page.locator('.told').innerText(), /^Ward: Acklam/);
    await page.locator('#map-ward').selectOption('');
    assert.equal(await page.locator('path.ward.lit').count(), 0);
    const { x, y, width, height } = await page.locator('.ground').boundingBox();
    await page.mouse.move(x + width / 2, y + height / 2);
    await page.locator('path.ward.lit').waitFor();
    assert.match(await page.locator('.told').innerText(), /^Ward: /);
}));

test('hotspots are drawn and named with their dates, on the days they are valid', () => onMap(async (page) => {
    assert.equal(await page.locator('path.hotspot, .notes .hotspot').count(), 0);
    await page.locator('#map-day').fill('2024-01-01');
    await page.locator('.notes .hotspot').first().waitFor();
    assert.equal(await page.locator('path.hotspot').count(), 2);
    assert.deepEqual((await page.locator('.notes .hotspot').allInnerTexts()).sort(), [
        'Hotspot: ASB hot spot patrols, Headland and Harbour, 2023-10-01 to 2025-03-31',
        'Hotspot: ASB hot spot patrols, Victoria, 2023-10-01 to 2024-09-30',
    ]);
    await page.locator('#map-day').fill('2024-12-01');
    await page.waitForFunction(() => document.querySelector('.notes .hotspot')?.textContent.includes('Foggy Furze'));
}));

test('the day leaves out what is not valid on it', async () => {
    const { path, remove } = folder();
    try {
        writePack(path, [cabinet('ended', 20, { valid_from: '2020-01-01', valid_to: '2021-12-31' }), cabinet('now', 50)]);
        await withDaemon(path, [], (daemon) => withPage({}, async (page) => {
            await open(page, daemon.url);
            assert.equal(await page.locator('path.asset').count(), 1);
            await page.locator('#map-day').fill('2021-06-01');
            await page.waitForFunction(() => document.querySelectorAll('path.asset').length === 2);
            await page.locator('#map-day').fill('2022-06-01');
            await page.waitForFunction(() => document.querySelectorAll('path.asset').length === 1);
        }));
    } finally {
        remove();
    }
});

test('of very many wards those around the answer are drawn, asked for by whole tiles', async () => {
    const { path, remove } = folder();
    try {
        writeManyWards(path, 40, [cabinet('a', 50)]);
        await withDaemon(path, [], (daemon) => withPage({}, async (page, { asked }) => {
            await open(page, daemon.url);
            assert.equal(await page.locator('path.ward').count(), 0);
            await askByKeys(page, 'TS24 8AY');
            await page.locator('path.ward').first().waitFor({ state: 'attached' });
            const boxes = asked.map(({ url }) => new URL(url).searchParams.get('bbox')).filter(Boolean);
            assert.deepEqual(boxes, ['-1.25,54.5,-1,54.75']);
            const drawn = await page.locator('path.ward').count();
            assert.ok(drawn > 100 && drawn < 1600, String(drawn));
        }));
    } finally {
        remove();
    }
});

test('what cannot be used now is hollow', async () => {
    const { path, remove } = folder();
    try {
        writePack(path, [cabinet('broken', 20, { status: 'out_of_service' }), cabinet('good', 300)]);
        await withDaemon(path, [], (daemon) => withPage({}, async (page) => {
            await open(page, daemon.url);
            assert.equal(await page.locator('path.asset').count(), 2);
            const fills = await page.locator('path.asset.cannot').evaluateAll((marks) =>
                marks.map((mark) => [getComputedStyle(mark).fill, getComputedStyle(document.body).backgroundColor]));
            assert.equal(fills.length, 1);
            assert.equal(fills[0][0], fills[0][1]);
        }));
    } finally {
        remove();
    }
});

test('a fault of the map leaves the answer as it is', () => withDaemon(DEMO, [], (daemon) => withPage({}, async (page) => {
    await open(page, daemon.url);
    await page.evaluate(() => {
        window.L.polyline = () => { throw new Error('as in a fault of the map'); };
        window.reportError = () => {};
    });
    await askByKeys(page, 'TS24 8AY');
    assert.match(await page.locator('.operator').innerText(), /^Demonstration data/);
    assert.match(await page.locator('.notes').innerText(), /could not be drawn/);
})));
