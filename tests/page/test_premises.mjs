/* Premises without cover: a file read by the browser, sent to the local daemon, stored nowhere. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { assertAccessible, withPage } from './browser.mjs';
import { withDaemon } from './daemon.mjs';
import { DEMO, folder } from './packs.mjs';
import { PREMISES, assertNothingKept, drop, nearaid, needing, objectsOf, openCoverage, rowsOf, saved } from './views.mjs';

const QUESTION = 'kind=radio_premises&within=250&as_at=2026-08-01';
const TWO_DAYS = 'kind=radio_premises&within=250&compare=2026-07-31,2026-08-01';
const SMALL = `ref,name,latitude,longitude
1,Near,54.6848,-1.2115
2,"Far, ""really""",54.5747,-1.2000
3,=HYPERLINK(1),54.6,-1.0
4,<img src=x onerror=window.breached(1)>,54.65,-1.2
5,Nowhere,,
6,Half,54.6,
`;

async function onPremises(question, use, options = {}) {
    await withDaemon(DEMO, [], (daemon) => withPage(options, async (page, more) => {
        await openCoverage(page, daemon.url, question);
        await use(page, { ...more, url: daemon.url });
    }));
}

async function give(page, text, name = 'premises.csv') {
    await page.locator('#premises-file').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
}

/* What the command line says of the same points on each day: a plain scan by the geodesic. */
function oracle(path, ...options) {
    const { path: out, remove } = folder();
    try {
        const file = join(out, 'points.csv');
        nearaid('coverage', '--pack', DEMO, '--kind', 'radio_premises', '--within', '250', ...options, '--points', path,
            '--id', 'fhrs_id', '--points-out', file, '--format', 'csv');
        return objectsOf(readFileSync(file));
    } finally {
        remove();
    }
}

test('who loses cover is marked on the map, with what it loses, and goes with the file', () => onPremises(TWO_DAYS, async (page) => {
    await give(page, 'name,lat,lon\nThe Beacon,54.6977,-1.1821\nInland,54.55,-1.05\nNo place,,\n');
    await page.locator('.sums').waitFor();
    assert.deepEqual(await rowsOf(page, '.premises tbody tr').then((rows) => rows.map((row) => [row[1], row[2]])),
        [['The Beacon', 'lost'], ['Inland', 'not covered']]);
    assert.equal(await page.locator('path.premise').count(), 2);
    await page.locator('path.premise.lost').dispatchEvent('mouseover');
    await page.locator('path.premise.lost').dispatchEvent('click');
    assert.match(await page.locator('#coverage .told').innerText(), /^The Beacon: lost; on 31 July 2026 example-premises-\d+, [\d.]+ m; now example-premises-\d+, [\d,.]+ m$/);
    assert.match(await page.locator('#coverage').innerText(), /premises: loses cover\s+premises: not covered/);
    await assertAccessible(page, 'premises on the map');
    await page.getByRole('button', { name: 'Forget the premises' }).press('Enter');
    assert.equal(await page.locator('path.premise').count(), 0);
}));

test('real premises dropped: who is without cover, worst first, as nearaid coverage --points has them', needing(PREMISES), () =>
    onPremises(QUESTION, async (page, { asked }) => {
        await drop(page, '.premises-part .drop', 'secret-list.csv', readFileSync(PREMISES));
        await page.locator('.sums').waitFor();
        const wanted = oracle(PREMISES, '--as-at', '2026-08-01').filter(({ covered }) => covered === 'no')
            .sort((a, b) => Number(b.distance_m) - Number(a.distance_m) || Number(a.row) - Number(b.row));
        const shown = await rowsOf(page, '.premises tbody tr');
        const distance = (text) => Number(text.replace(/[, m]/g, ''));
        assert.ok(wanted.length > 100);
        assert.deepEqual(shown.map((row) => [row[0], row.at(-2), distance(row.at(-1))]),
            wanted.map((point) => [point.row, point.nearest_asset, Number(Number(point.distance_m).toFixed(1))]));
        assert.equal(await page.locator('.sums li').innerText(),
            'On 1 August 2026 155 of 527 premises are within 250 m of a radio premises (29.41%): 155 covered + 372 not covered + 3 could not be placed (3 no location, 0 bad) = 530 read');
        await assertNothingKept(page, asked, 'secret-list');
        assert.equal(asked.filter(({ method }) => method === 'POST').length, 1);
        await page.reload();
        await page.locator('#coverage .sum').first().waitFor();
        assert.equal(await page.locator('.sums').count(), 0);
    }));

test('two days: who loses cover is said', needing(PREMISES), () => onPremises(TWO_DAYS, async (page) => {
    await page.locator('#premises-file').setInputFiles(PREMISES);
    await page.locator('.sums').waitFor();
    const points = oracle(PREMISES, '--compare', '2026-07-31', '2026-08-01');
    const before = new Set(points.filter((point) => point.as_at === '2026-07-31' && point.covered === 'yes').map(({ row }) => row));
    const lost = points.filter((point) => point.as_at === '2026-08-01' && point.covered === 'no' && before.has(point.row));
    assert.ok(lost.length > 0);
    const shown = await rowsOf(page, '.premises tbody tr');
    /* Those that lose cover stand first, with what they had, and are shown alone if asked for. */
    const had = new Map(points.filter(({ as_at: day }) => day === '2026-07-31').map((point) => [point.row, point.nearest_asset]));
    assert.deepEqual(shown.slice(0, lost.length).map((row) => [row[0], row.at(-5), row.at(-4)]).sort(),
        lost.map(({ row }) => [row, 'lost', had.get(row)]).sort());
    assert.ok(shown.slice(lost.length).every((row) => row.at(-5) !== 'lost'));
    await page.locator('#premises-filter').selectOption('lost');
    assert.equal((await rowsOf(page, '.premises tbody tr')).length, lost.length);
    await page.locator('.premises thead button', { hasText: 'Distance then' }).press('Enter');
    assert.equal(await page.locator('.premises th[aria-sort=descending]').innerText(), 'Distance then');
    await page.locator('#premises-filter').selectOption('all');
    assert.equal((await rowsOf(page, '.premises tbody tr')).length, shown.length);
    assert.match(await page.locator('.sums').innerText(), /On 31 July 2026 177 of 527/);
    const { bytes } = await saved(page, 'Download those without cover');
    assert.equal(objectsOf(String(bytes).replace(/"[^"]*"/g, 'quoted')).filter((row) => row['covered_2026-07-31'] === 'yes' && row.change === 'lost').length, lost.length);
}));

test('every row is counted once; the file guards against formulas; markup stays text', () => onPremises(QUESTION, async (page) => {
    await give(page, SMALL);
    await page.locator('.sums').waitFor();
    assert.equal(await page.locator('.sums li').innerText(),
        'On 1 August 2026 1 of 4 premises are within 250 m of a radio premises (25.00%): 1 covered + 3 not covered + 2 could not be placed (1 no location, 1 bad) = 6 read');
    const names = (await rowsOf(page, '.premises tbody tr')).map((row) => row[1]);
    assert.deepEqual([...names].sort(), ['<img src=x onerror=window.breached(1)>', '=HYPERLINK(1)', 'Far, "really"']);
    assert.equal(await page.locator('.premises img').count(), 0);
    const { name, bytes } = await saved(page, 'Download those without cover');
    assert.equal(name, 'premises-without-cover.csv');
    const [head, ...lines] = String(bytes).trimEnd().split('\n');
    assert.equal(head, 'row,ref,name,latitude,longitude,nearest_asset,distance_m,as_at,within_m');
    assert.equal(lines.length, 3);
    assert.ok(lines.some((line) => line.startsWith("3,3,'=HYPERLINK(1),54.6,-1.0,")), String(lines));
    assert.ok(lines.some((line) => line.startsWith('2,2,"Far, ""really""",54.5747,-1.2000,')), String(lines));
    await assertAccessible(page, 'premises');
}));

test('another distance counts anew without sending again, another day sends again; Forget forgets', () => onPremises(QUESTION, async (page, { asked }) => {
    const posts = () => asked.filter(({ method }) => method === 'POST').length;
    await give(page, SMALL);
    await page.locator('.sums').waitFor();
    await page.locator('#coverage-within').fill('2000');
    await page.locator('.sums').filter({ hasText: 'within 2,000 m' }).waitFor();
    assert.equal(posts(), 1);
    await page.locator('#coverage-first').fill('2026-07-30');
    await page.locator('.sums').filter({ hasText: /^On 30 July 2026/ }).waitFor();
    assert.equal(posts(), 2);
    await page.getByRole('button', { name: 'Forget the premises' }).press('Enter');
    assert.equal(await page.locator('.premises').innerText(), '');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'premises-file');
    assert.equal(await page.locator('#premises-file').inputValue(), '');
}));

test('where no asset counts nobody is covered, and a file that is no table is said', () => onPremises('kind=radio_premises&within=250&as_at=1950-01-01', async (page) => {
    await give(page, SMALL);
    await page.locator('.sums').waitFor();
    assert.match(await page.locator('.sums li').innerText(), /^On 1 January 1950 0 of 4 premises are within 250 m/);
    assert.deepEqual((await rowsOf(page, '.premises tbody tr')).map((row) => row.at(-1)), ['none', 'none', 'none', 'none']);
    await give(page, 'a,b\n1,2\n', 'strange.csv');
    await page.locator('.premises [role=alert]').waitFor();
    assert.match(await page.locator('.premises [role=alert]').innerText(), /^strange\.csv: The columns of the position are not known: name them, lat and lon or easting and northing \(one column with both is named twice, as lat and as lon\)\. The columns are: a, b$/);
    assert.equal(await page.locator('.sums').count(), 0);
}, { allowed: ['status of 400'] }));
