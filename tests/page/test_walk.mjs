/* With streets in the pack: the line on the map follows them, the cards have the way on foot, and the
 * coverage is measured along them. */
import assert from 'node:assert/strict';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { askByKeys, assertAccessible, keep, open, withPage } from './browser.mjs';
import { withDaemon } from './daemon.mjs';
import { DEMO, folder } from './packs.mjs';
import { drawn, nearaid, openCoverage, rowsOf, saved } from './views.mjs';

/* The town of tests/golden, laid over the demonstration. */
async function inTown(use, options = {}) {
    const { path, remove } = folder();
    try {
        cpSync(DEMO, path, { recursive: true });
        cpSync(join(process.env.NA_SOURCE, 'tests/golden/packs/streets'), path, { recursive: true });
        await withDaemon(path, [], (daemon) => withPage(options, async (page) => use(page, daemon, path)));
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

const km = (m) => (m / 1000).toLocaleString('en-GB', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const percent = (share) => (share === null ? 'none' : `${(100 * share).toFixed(2)}%`);
const QUESTION = 'kind=bleed_cabinet&within=300&measure=walk';
const TWO_DAYS = ['--compare', '2026-11-21,2027-01-01'];
const PLACES = 'name,lat,lon\nquay,54.6800,-1.2141\nnorth,54.6811,-1.2100\nhall,54.6800,-1.2081\nfield,54.6880,-1.2100\nnowhere,,\n';

function oracle(pack, ...more) {
    return nearaid('coverage', '--pack', pack, '--kind', 'bleed_cabinet', '--within', '300', '--measure', 'walk', ...more);
}

/* The only ward with streets, and the whole. */
async function wardRows(page) {
    const rows = await rowsOf(page, '#coverage .table tbody tr');
    return [rows[0], rows.find(([name]) => name === 'Burn Valley')];
}

test('coverage on foot: pieces of street, their metres by ward, and the file of the command line', () => inTown(async (page, daemon, pack) => {
    await openCoverage(page, daemon.url, `${QUESTION}&as_at=2026-11-21`);
    const { days: [day] } = JSON.parse(oracle(pack, '--as-at', '2026-11-21', '--format', 'json'));
    const row = ({ name, authority, assets, share, covered_m: covered, gap_m: gap, street_m: street }) =>
        [name, authority?.name ?? '', String(assets), percent(share), km(covered), km(gap), km(street)];
    assert.deepEqual(await wardRows(page), [row({ name: 'The whole', ...day.whole }), row(day.areas.find(({ name }) => name === 'Burn Valley'))]);
    assert.match(await page.locator('#coverage .sum').innerText(), /^On 21 November 2026 59\.68% of 2\.07 km of street lies within 300 m on foot of a bleed cabinet: 1\.23 km covered, 0\.83 km not\. 4 of 5 assets count, 1 left out by status; 1 of those that count is near no street\.$/);
    const pieces = page.locator('#coverage .ground path.part.covered_streets');
    assert.equal(await pieces.count(), 1);
    assert.equal(await pieces.getAttribute('fill'), 'none');
    assert.ok((await pieces.getAttribute('d')).match(/M/g).length > 1);
    assert.equal(await page.locator('#coverage path.part.covered, #coverage path.part.gap').count(), 0);
    assert.match(await page.locator('#coverage .legend').innerText(), /covered streets/);
    await pieces.dispatchEvent('mouseover');
    assert.equal(await page.locator('#coverage .told').innerText(), 'Burn Valley: covered streets, 1.23 km of 2.07 km (59.68%)');
    const { name, bytes } = await saved(page, 'Download the table (CSV)');
    assert.equal(name, 'coverage-bleed_cabinet-300m-on-foot-2026-11-21.csv');
    assert.equal(String(bytes), String(oracle(pack, '--as-at', '2026-11-21', '--format', 'csv')));
    assert.equal(String((await saved(page, 'Download the map (GeoJSON)')).bytes).trim(), String(oracle(pack, '--as-at', '2026-11-21', '--format', 'geojson')).trim());
    await assertAccessible(page);
}));

test('coverage on foot, two days: by hand, lost streets over those that stay covered, and on paper', () => inTown(async (page, daemon, pack) => {
    await openCoverage(page, daemon.url, 'kind=bleed_cabinet&within=300&compare=2026-11-21,2027-01-01');
    assert.equal(await page.locator('#coverage-measure').inputValue(), 'straight');
    assert.ok(await page.locator('#coverage path.part.covered').count() > 0);
    await page.locator('#coverage-measure').selectOption('walk');
    await drawn(page, 'on foot');
    assert.match(page.url(), /[?&]measure=walk/);
    const { changes: { whole, areas }, days } = JSON.parse(oracle(pack, ...TWO_DAYS, '--format', 'json'));
    const change = areas.find(({ name }) => name === 'Burn Valley');
    /* One authority and one ward have streets. */
    assert.equal(await page.locator('#coverage .table tbody:not(.whole) tr').count(), 1);
    assert.ok(change.lost_m > 0);
    const row = (named, from, to) => [percent(from.share), percent(to.share), km(named.gained_m), km(named.lost_m), km(to.gap_m)];
    const at = areas.indexOf(change);
    const [all, ward] = await wardRows(page);
    assert.deepEqual(all.slice(2, 7), row(whole, days[0].whole, days[1].whole));
    assert.deepEqual(ward.slice(2, 7), row(change, days[0].areas[at], days[1].areas[at]));
    assert.match(await page.locator('#coverage .sum').last().innerText(), /^Between the two 0\.00 km are gained and 0\.63 km lost\.$/);
    for (const [role, count] of [['covered', 1], ['lost', 1], ['gained', 0]]) {
        assert.equal(await page.locator(`#coverage .ground path.part.${role}_streets`).count(), count, role);
    }
    assert.equal(String((await saved(page, 'Download the table (CSV)')).bytes), String(oracle(pack, ...TWO_DAYS, '--format', 'csv')));
    /* Solid and dashed: told apart on paper too, under the finding. */
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    await page.emulateMedia({ media: 'print' });
    const dashes = (role) => page.locator(`#coverage .ground path.part.${role}_streets`).evaluate((path) => getComputedStyle(path).strokeDasharray);
    assert.equal(await dashes('covered'), 'none');
    assert.notEqual(await dashes('lost'), 'none');
    assert.match(await page.locator('#coverage .paper-title').innerText(), /^What lies within 300 m on foot of a bleed cabinet: 21 November 2026 and 1 January 2027$/);
    await keep(page, 'coverage-walk-print', { fullPage: true });
}));

test('premises on foot are counted as the command line counts them', () => inTown(async (page, daemon, pack) => {
    const places = join(pack, 'asked.csv');
    writeFileSync(places, PLACES);
    await openCoverage(page, daemon.url, `${QUESTION}&as_at=2026-11-21`);
    await page.locator('#premises-file').setInputFiles(places);
    const said = oracle(pack, '--as-at', '2026-11-21', '--points', places);
    const [, covered, placed] = /([0-9]+) of ([0-9]+) points are covered/.exec(said);
    await page.locator('.premises .sums li').waitFor();
    assert.match(await page.locator('.premises .sums li').innerText(),
        new RegExp(`^On 21 November 2026 ${covered} of ${placed} premises are within 300 m on foot of a bleed cabinet `));
    /* The field is on no street: no way, and none is made up. In a straight line its box is near. */
    const rows = await rowsOf(page, '.premises .table tbody tr, .premises .scroll tbody tr');
    const field = rows.find((cells) => cells.includes('field'));
    assert.deepEqual(field.slice(-2), ['none', 'none']);
    await page.locator('#coverage-measure').selectOption('straight');
    await page.locator('.premises .sums li').filter({ hasText: /within 300 m of/ }).waitFor();
    const straight = nearaid('coverage', '--pack', pack, '--kind', 'bleed_cabinet', '--within', '300', '--as-at', '2026-11-21', '--points', places);
    const [, near] = /([0-9]+) of [0-9]+ points are covered/.exec(straight);
    assert.ok((await page.locator('.premises .sums li').innerText()).startsWith(`On 21 November 2026 ${near} of ${placed} premises`));
}));

test('without streets nothing is offered on foot', () => withDaemon(DEMO, [], (daemon) => withPage({}, async (page) => {
    await openCoverage(page, daemon.url, `kind=bleed_cabinet&within=300&measure=walk&as_at=2026-11-21`);
    assert.ok(await page.locator('#coverage-measure').isHidden());
    assert.doesNotMatch(await page.locator('#coverage .sum').innerText(), /on foot/);
    assert.doesNotMatch(page.url(), /measure/);
})));
