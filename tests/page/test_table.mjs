/* The table view: a CSV of offences in, the same with wards out, and the wards ranked. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { assertAccessible, keep, withPage } from './browser.mjs';
import { withDaemon } from './daemon.mjs';
import { DEMO } from './packs.mjs';
import { ANALYST, MONTH, assertNothingKept, drop, nearaid, needing, objectsOf, openTable, rowsOf, saved } from './views.mjs';

const SMALL = `id,lat,lon,what
1,54.6867,-1.2080,"Theft, of ""a"" bicycle
and its bell"
2,54.6867,-1.2081,=cmd()
3,54.5747,-1.2354,<img src=x>
4,54.5747,-1.2355,Drugs
5,,,Drugs
6,51.5,-0.12,Drugs
7,54.6,,Drugs
`;

async function onTable(use, options = {}) {
    await withDaemon(DEMO, [], (daemon) => withPage(options, async (page, more) => {
        await openTable(page, daemon.url);
        await use(page, { ...more, daemon });
    }));
}

async function give(page, text, name = 'offences.csv') {
    await page.locator('#table-file').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
}

function counted(page) {
    return page.locator('#table .reconciling').waitFor();
}

test('a real month dropped: the wards of nearaid table, the rows of nearaid join', needing(MONTH), () =>
    onTable(async (page, { asked }) => {
        await drop(page, '#table .drop', 'month.csv', readFileSync(MONTH));
        await counted(page);
        const wanted = objectsOf(nearaid('table', '--pack', DEMO, '-i', MONTH, '--format', 'csv'));
        const shown = await rowsOf(page, '#table .ranking tbody:not(.whole) tr');
        const number = (text) => Number(text.replaceAll(',', ''));
        assert.equal(shown.length, 83);
        assert.deepEqual(shown.map(([name, authority, rank, count]) => [name, authority, parseInt(rank, 10), number(count)]),
            wanted.map((row) => [row.ward_name, row.authority_name, Number(row.rank), Number(row.count)]));
        assert.deepEqual(shown.map((row) => row.slice(4)), wanted.map((row) =>
            [row.count / row.rows_placed, row.count / row.rows_all].map((share) => `${(100 * share).toFixed(2)}%`)));
        const sums = new Map();
        wanted.forEach((row) => sums.set(row.authority_name, (sums.get(row.authority_name) ?? 0) + Number(row.count)));
        assert.deepEqual((await rowsOf(page, '#table .authorities tbody:not(.whole) tr')).map(([name, , count]) => [name, number(count)]),
            [...sums].sort((a, b) => b[1] - a[1]));
        assert.match(await page.locator('#table .legend').innerText(), /These are counts.*nearaid table --rate/);
        const ranking = await saved(page, 'Download the ranking');
        const columns = ['rank', 'ward_code', 'ward_name', 'authority_name', 'count', 'share_placed_percent', 'share_all_percent', 'vintage', 'pack_digest'];
        const chosen = (rows) => rows.map((row) => columns.map((column) => row[column]));
        assert.deepEqual(chosen(objectsOf(ranking.bytes)), chosen(wanted));
        const joined = await saved(page, 'Download the rows');
        assert.equal(joined.name, 'month-with-wards.csv');
        assert.ok(joined.bytes.equals(nearaid('join', '--pack', DEMO, MONTH)), 'not the bytes of nearaid join');
        assert.equal(asked.filter(({ method }) => method === 'POST').length, 1);
        await assertNothingKept(page, asked, 'month');
        await keep(page, 'table', { fullPage: true });
    }));

test('what is in no ward is counted by its reason, and all adds up to what was read', () => onTable(async (page) => {
    await give(page, SMALL);
    await counted(page);
    assert.match(await page.locator('.reconciling').innerText(), /read 7, inside 4, boundary 0, none 1, no location 1, bad 1$/);
    assert.deepEqual((await rowsOf(page, '.outcome tbody tr, .outcome tfoot tr')).map(([, count]) => Number(count)), [4, 1, 1, 1, 7]);
    const shown = await rowsOf(page, '#table .ranking tbody:not(.whole) tr');
    assert.deepEqual(shown.slice(0, 3).map((row) => row.slice(2)), [
        ['1=', '2', '50.00%', '28.57%'], ['1=', '2', '50.00%', '28.57%'], ['3=', '0', '0.00%', '0.00%']]);
    assert.equal(await page.locator('#table [role=alert] p').count(), 0);
    assert.deepEqual(await page.locator('#table .legend li:has(svg)').allInnerTexts(), ['2: 2 wards', '0: 81 wards']);
    assert.equal(await page.locator('#table path.outline').count(), 83);
    const joined = await saved(page, 'Download the rows');
    assert.ok(String(joined.bytes).includes('"Theft, of ""a"" bicycle\nand its bell",E0'));
}));

test('rows that are odd in themselves are counted as the daemon counts them', () => onTable(async (page) => {
    const long = 'x'.repeat(70000);
    const cases = {
        blanks: 'a,lat,lon\n   \n\n1,54.6867,-1.2080\n \t\n',
        'too many fields': 'a,lat,lon\n1,54.6867,-1.2080,2,3\n1,54.6867\n1\n',
        'CR alone': 'a,lat,lon\r1,54.6867,-1.2080\r2,,\r',
        'a mark in front': '\ufeffa,lat,lon\r\n1,54.6867,-1.2080',
        'an open quote': 'a,lat,lon\n1,54.6867,-1.2080\n"2,54.6867,-1.2080\n3,54.6867,-1.2080\n',
        'a long open quote': `a,lat,lon\n"1,54.6867,-1.2080\n${`2,54.6867,-1.2080,${long.slice(0, 99)}\n`.repeat(900)}`,
        'a long line': `a,lat,lon\n${long},54.6867,-1.2080\n2,54.6867,-1.2080\n`,
        'a NUL': 'a,lat,lon\n\0,54.6867,-1.2080\n2,54.6867,-1.2080\n',
        'odd quotes': 'a,lat,lon\nb"c,54.6867,-1.2080\n"b"c,54.6867,-1.2080\n"b""c",54.6867,-1.2080\n',
        'no row': 'a,lat,lon\n',
    };
    for (const [name, text] of Object.entries(cases)) {
        await give(page, text, `${name}.csv`);
        await page.locator('#table .reconciling, #table .loud').filter({ hasText: `${name}.csv` }).waitFor();
        assert.equal(await page.locator('#table .loud').count(), 0, `${name}: ${await page.locator('#table').innerText()}`);
    }
}));

test('five classes with about as many wards each, equal counts never parted', () => onTable(async (page) => {
    const seen = await page.evaluate(async () => {
        const { classesOf } = await import('/web/table_count.js');
        const rows = [0, 0, 1, 1, 1, 1, 2, 3, 4, 5, 6, 7].map((count) => ({ count }));
        const { of, classes } = classesOf(rows);
        return [rows.map(({ count }) => of(count)), classes.map(({ least, most, wards }) => [least, most, wards])];
    });
    const names = ['zero', 'zero', 0, 0, 0, 0, 2, 2, 3, 3, 4, 4].map((one) => (one === 'zero' ? one : `class${one}`));
    assert.deepEqual(seen, [names, [[1, 1, 4], [2, 3, 2], [4, 5, 2], [6, 7, 2]]]);
}));

test('the ranking is sorted by keyboard, by any column, and says so', () => onTable(async (page) => {
    await give(page, SMALL);
    await counted(page);
    const heads = page.locator('#table .ranking th[aria-sort]');
    const first = () => page.locator('#table .ranking tbody:not(.whole) tr').first().locator('th').innerText();
    assert.equal(await heads.nth(2).getAttribute('aria-sort'), 'ascending');
    await heads.nth(0).locator('button').press('Enter');
    assert.equal(await heads.nth(0).getAttribute('aria-sort'), 'ascending');
    assert.equal(await heads.nth(2).getAttribute('aria-sort'), 'none');
    assert.equal(await first(), 'Acklam');
    await page.keyboard.press('Enter');
    assert.equal(await heads.nth(0).getAttribute('aria-sort'), 'descending');
    assert.equal(await first(), 'Zetland');
}));

test('a table that has wards already gets its columns under other names; semicolons and old letters are read', () =>
    onTable(async (page) => {
        const old = Buffer.from('id;latitude;longitude;ward_code;street\n1;54.6867;-1.2080;E1;Caf\xe9 Road\n', 'latin1');
        await give(page, old);
        await counted(page);
        const { bytes } = await saved(page, 'Download the rows');
        const [head, row] = String(bytes).split('\n');
        assert.equal(head, 'id;latitude;longitude;ward_code;street;nearaid_ward_code;nearaid_ward_name;nearaid_authority_code;nearaid_authority_name;nearaid_match');
        assert.match(row, /^1;54\.6867;-1\.2080;E1;Café Road;E05013038;Burn Valley;/);
        assert.equal((await rowsOf(page, '#table .ranking tbody:not(.whole) tr'))[0][0], 'Burn Valley');
    }));

for (const [folder, file, said] of [['03-xlsx', 'august.xlsx', /Found: the sheet "Sheet" is read/],
    ['01-police_uk_zip', 'crimes.zip', /left out/], ['17-geojson_points', 'points.geojson', null],
    ['07-utf16', 'unicode.txt', /the delimiter is a tab/], ['14-title_rows', 'titled.csv', /3 rows above the header skipped/]]) {
    const path = `${ANALYST}/${folder}/${file}`;
    test(`${folder}: read as the command line reads it`, needing(path), () => onTable(async (page) => {
        await page.locator('#table-file').setInputFiles(path);
        await counted(page);
        const codes = (rows) => String(rows).split('\n').map((row) => row.split(/[,\t]/).find((cell) => /^E05\d{6}$/.test(cell)));
        assert.deepEqual(codes((await saved(page, 'Download the rows')).bytes), codes(nearaid('join', '--pack', DEMO, path, '--format', 'csv')));
        if (said !== null) {
            assert.match(await page.locator('#table .found').innerText(), said);
        }
        assert.equal(await page.locator('#table [role=alert] p').count(), 0);
    }));
}

test('a gzip is read, and a workbook that is none is said to be damaged', () => onTable(async (page) => {
    await give(page, gzipSync(SMALL), 'packed.csv.gz');
    await counted(page);
    assert.match(await page.locator('.reconciling').innerText(), /read 7, inside 4, boundary 0, none 1, no location 1, bad 1$/);
    await give(page, Buffer.from('PK\x03\x04 and no more'), 'broken.xlsx');
    await page.locator('#table [role=alert] p').waitFor();
    assert.match(await page.locator('#table [role=alert]').innerText(), /^broken\.xlsx: .*(zip|damaged)/);
}, { allowed: ['status of 400'] }));

test('what cannot be read as a table is said with the columns there are, and the former result goes', () =>
    onTable(async (page) => {
        await give(page, SMALL);
        await counted(page);
        await give(page, 'a,b\n1,2\n', 'other.csv');
        await page.locator('#table [role=alert] p').waitFor();
        assert.match(await page.locator('#table [role=alert]').innerText(),
            /^other\.csv: The columns of the position are not known: name them, lat and lon or easting and northing \(one column with both is named twice, as lat and as lon\)\. The columns are: a, b$/);
        assert.equal(await page.locator('#table .sorted').count(), 0);
        await give(page, Buffer.from([0x1f, 0x8b, 8, 0]), 'packed.csv.gz');
        await page.locator('#table [role=alert] p').filter({ hasText: 'packed.csv.gz' }).waitFor();
        assert.match(await page.locator('#table [role=alert]').innerText(), /gzip/);
    }, { allowed: ['status of 400'] }));

test('counts that do not add up are said loudly', () => onTable(async (page) => {
    await page.route('**/v1/batch/ward*', async (route) => {
        const response = await route.fetch();
        const headers = { ...response.headers(), 'nearaid-batch': 'read=8, inside=4, boundary=0, none=1, no_location=1, bad=1' };
        await route.fulfill({ response, headers });
    });
    await give(page, SMALL);
    await counted(page);
    assert.match(await page.locator('#table [role=alert]').innerText(), /do not add up.*4 in wards \+ 1 none \+ 1 no location \+ 1 bad are not the 8 rows read/);
}));

test('the bar says how far it is, and Stop gives up', () => onTable(async (page, { daemon }) => {
    daemon.signal('SIGSTOP');
    await give(page, SMALL);
    const bar = page.getByRole('progressbar', { name: 'Table' });
    await bar.waitFor();
    await page.waitForFunction(() => document.querySelector('#table .bar').getAttribute('aria-valuetext') === 'Waiting for the answer');
    assert.equal(await bar.getAttribute('aria-valuenow'), '50');
    await page.getByRole('button', { name: 'Stop' }).press('Enter');
    daemon.signal('SIGCONT');
    assert.equal(await page.locator('#table .status').innerText(), 'Given up');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'table-file');
    await give(page, SMALL, 'again.csv');
    await counted(page);
    assert.match(await page.locator('.reconciling').innerText(), /^again\.csv: read 7/);
    assert.equal(await bar.count(), 0);
}));

for (const colorScheme of ['light', 'dark']) {
    test(`no fault of access, ${colorScheme}`, () => onTable(async (page) => {
        await assertAccessible(page, 'table, empty');
        await give(page, SMALL);
        await counted(page);
        await assertAccessible(page, 'table');
        await page.setViewportSize({ width: 320, height: 640 });
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= 320);
        await assertAccessible(page, 'table at 320 px');
        await keep(page, `table-${colorScheme}-320`, { fullPage: true });
    }, { colorScheme }));
}
