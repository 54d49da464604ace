/* The real map under the page's own: tiles of the daemon on a canvas, names, themes, display scales, the switch,
 * what happens when tiles fail, and paper. The map is that of an invented town (../support/make_map.py). */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { askByKeys, assertAccessible, keep, open, withPage } from './browser.mjs';
import { withDaemon, withOwnDaemon } from './daemon.mjs';
import { DEMO } from './packs.mjs';

const MAP = ['--map', join(process.env.NA_SOURCE, 'tests/support/town.nam')];
const CANVAS = '#map canvas.base';

/* Tiles of the town are on the canvas. */
function drawn(page, canvas = CANVAS) {
    return page.waitForFunction((selector) => Number(document.querySelector(selector)?.dataset.tiles) > 0, canvas);
}

/* How many colours the middle of the canvas has: bare paper has one. */
function colours(page, canvas = CANVAS) {
    return page.locator(canvas).evaluate((element) => {
        const { data } = element.getContext('2d').getImageData(element.width / 4, element.height / 4, element.width / 2, element.height / 2);
        return new Set(new Uint32Array(data.buffer)).size;
    });
}

const onMap = (options, use) => withOwnDaemon(DEMO, MAP, (daemon) => withPage(options, async (page, more) => {
    await open(page, daemon.url);
    await askByKeys(page, 'TS24 8AY');
    await drawn(page);
    await use(page, more);
}));

test('streets are drawn under the answer, with their source, and nothing breaks the policy', () => onMap({}, async (page, { asked }) => {
    assert.ok(await colours(page) > 20);
    assert.match(await page.locator('#map .base-source').innerText(), /Made for tests; no place is real/);
    assert.equal(await page.locator('path.ward').count(), 83);
    assert.equal(await page.locator('path.position').count(), 1);
    const tiles = asked.filter(({ url }) => url.endsWith('.mvt'));
    assert.ok(tiles.length > 0);
    assert.equal(new Set(tiles.map(({ url }) => url)).size, tiles.length);
    await assertAccessible(page, 'the map');
}));

/* The corners of each name as it is written, in pixels of the page. */
function writeDown() {
    window.written = [];
    const write = CanvasRenderingContext2D.prototype.fillText;
    CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
        const half = this.measureText(text).width / 2;
        const from = this.canvas.getBoundingClientRect();
        const { a, b, c, d, e, f } = this.getTransform();
        const ratio = devicePixelRatio;
        window.written.push({ text, corners: [[-half, -5], [half, -5], [half, 5], [-half, 5]].map(([px, py]) =>
            [(a * (px + x) + c * (py + y) + e) / ratio + from.left, (b * (px + x) + d * (py + y) + f) / ratio + from.top]) });
        return write.call(this, text, x, y);
    };
}

test('names lie above what is drawn, and the edge of the map cuts none', () => withOwnDaemon(DEMO, MAP, (daemon) => withPage({}, async (page) => {
    await page.addInitScript(writeDown);
    await open(page, daemon.url);
    await askByKeys(page, 'TS24 8AY');
    await drawn(page);
    await page.evaluate(() => { window.written.length = 0; });
    await page.locator('#map .ground').press('ArrowRight'); /* everything is drawn once more */
    await page.waitForFunction(() => window.written.length > 0);
    const [names, view] = await page.evaluate(() => [window.written, document.querySelector('#map .ground').getBoundingClientRect().toJSON()]);
    const inside = ([x, y]) => x >= view.left - 1 && x <= view.right + 1 && y >= view.top - 1 && y <= view.bottom + 1;
    const cut = names.filter(({ corners }) => corners.some(inside) && !corners.every(inside));
    assert.deepEqual(cut.map(({ text }) => text), []);
    assert.ok(names.filter(({ corners }) => corners.every(inside)).length > 10);
    const order = await page.evaluate(() => ['base', 'overlay', 'names', 'marker'].map((name) =>
        Number(getComputedStyle(document.querySelector(`#map .leaflet-${name}-pane`)).zIndex)));
    assert.deepEqual(order, [...order].sort((a, b) => a - b));
})));

test('the switch takes it away, is kept, and nothing is fetched without it', () => onMap({}, async (page, { asked }) => {
    await page.locator('#map .base-source input').press('Space');
    assert.equal(await page.locator(CANVAS).isVisible(), false);
    assert.equal(await page.locator('#map .ground.based').count(), 0);
    asked.length = 0;
    await page.reload();
    await page.locator('#map .base-source').waitFor();
    assert.equal(await page.locator('#map .base-source input').isChecked(), false);
    assert.equal(asked.filter(({ url }) => url.endsWith('.mvt')).length, 0);
}));

test('without a map the page asks for none and has no switch', () => withDaemon(DEMO, [], (daemon) => withPage({}, async (page, { asked }) => {
    await open(page, daemon.url);
    await askByKeys(page, 'TS24 8AY');
    assert.equal(await page.locator('.base-source, canvas.base').count(), 0);
    assert.equal(asked.filter(({ url }) => url.includes('/v1/map')).length, 0);
})));

test('the table view stands on it, too', () => withOwnDaemon(DEMO, MAP, (daemon) => withPage({}, async (page) => {
    await page.goto(`${daemon.url}/#table`);
    await page.locator('#table-file').setInputFiles({ name: 'rows.csv', mimeType: 'text/csv', buffer: Buffer.from('lat,lon\n54.6867,-1.2080\n') });
    await page.locator('#table .reconciling').waitFor();
    await page.locator('#table .choices select').selectOption({ label: 'Victoria' });
    await drawn(page, '#table canvas.base');
    assert.match(await page.locator('#table .base-source').innerText(), /Made for tests; no place is real/);
})));

test('tiles that fail leave the answer, and are said once', () => withOwnDaemon(DEMO, MAP, (daemon) =>
    withPage({ allowed: ['500'] }, async (page) => {
        await page.route('**/*.mvt', (route) => route.fulfill({ status: 500, body: '' }));
        await open(page, daemon.url);
        await askByKeys(page, 'TS24 8AY');
        await page.locator('#map .base-trouble', { hasText: 'not available' }).waitFor();
        assert.equal(await page.locator('path.position').count(), 1);
        assert.equal(await page.locator('path.ward').count(), 83);
    })));

test('a tile that is no tile leaves its square bare', () => withOwnDaemon(DEMO, MAP, (daemon) => withPage({}, async (page) => {
    await page.route('**/*.mvt', (route) => route.fulfill({ status: 200, body: Buffer.from([0x1a, 0xff, 0xff, 0x01]) }));
    await open(page, daemon.url);
    await askByKeys(page, 'TS24 8AY');
    await page.locator('#map .base-trouble', { hasText: 'not available' }).waitFor();
    assert.equal(await page.locator('.card.first').count(), 1);
})));

test('the answer does not wait for tiles that never come', () => withOwnDaemon(DEMO, MAP, (daemon) => withPage({}, async (page) => {
    await page.route('**/*.mvt', () => {});
    await open(page, daemon.url);
    await askByKeys(page, 'TS24 8AY');
    assert.equal(await page.locator('path.position').count(), 1);
})));

test('forced colours have no background', () => withOwnDaemon(DEMO, MAP, (daemon) => withPage({ forcedColors: 'active' }, async (page) => {
    await open(page, daemon.url);
    await page.locator('#map .base-source').waitFor();
    assert.equal(await page.locator(CANVAS).isVisible(), false);
    assert.equal(await page.locator('#map .ground.based').count(), 0);
})));

for (const deviceScaleFactor of [1, 1.1, 1.25, 1.5]) {
    for (const colorScheme of ['light', 'dark']) {
        test(`at ${deviceScaleFactor} in ${colorScheme}: sharp, and kept to be looked at`, () => onMap({ deviceScaleFactor, colorScheme }, async (page) => {
            const size = await page.locator(CANVAS).evaluate((element) =>
                [element.width, Math.round(element.getBoundingClientRect().width * devicePixelRatio)]);
            assert.equal(size[0], size[1]);
            await keep(page, `base-map-${colorScheme}-${deviceScaleFactor}-near`);
            await page.locator('#map .ground').focus();
            for (const zoom of ['middle', 'far']) {
                for (let i = 0; i < 5; i++) {
                    await page.keyboard.press('-');
                }
                await drawn(page);
                await keep(page, `base-map-${colorScheme}-${deviceScaleFactor}-${zoom}`);
            }
        }));
    }
}

test('on paper the map of a view is lines, not a picture', { skip: spawnSync('pdfimages', ['-v']).error && 'no pdfimages here' }, () =>
    withOwnDaemon(DEMO, MAP, (daemon) => withPage({}, async (page) => {
        await page.goto(`${daemon.url}/#coverage?kind=bleed_cabinet&within=250`);
        await page.locator('#coverage .sum').first().waitFor();
        await page.locator('#coverage .choices select').selectOption({ label: 'Victoria' });
        await drawn(page, '#coverage canvas.base');
        while (await colours(page, '#coverage canvas.base') < 20) {
            await page.evaluate(() => new Promise(requestAnimationFrame));
        }
        const path = join(process.env.NA_ARTEFACTS, 'coverage-print.pdf');
        await page.pdf({ path, format: 'A4', printBackground: true });
        const list = execFileSync('pdfimages', ['-list', path], { encoding: 'utf8' }).trim().split('\n').slice(2);
        assert.deepEqual(list, []);
        const text = execFileSync('pdftotext', [path, '-'], { encoding: 'utf8' });
        assert.match(text, /Little Made/);
        assert.match(text, /Made for tests; no place is real/);
    })));
