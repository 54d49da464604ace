/* The coverage view: its figures, its map, its files, what stands in the address. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { assertAccessible, keep, withPage } from './browser.mjs';
import { withDaemon } from './daemon.mjs';
import { DEMO, cabinet, folder, writeManyWards, writePack } from './packs.mjs';
import { drawn, nearaid, openCoverage, rowsOf, saved } from './views.mjs';

const QUESTION = 'kind=radio_premises&within=250&as_at=2026-08-01';
const TWO_DAYS = 'kind=radio_premises&within=250&compare=2026-07-31,2026-08-01';

async function onCoverage(question, use, options = {}) {
    await withDaemon(DEMO, [], (daemon) => withPage(options, async (page, more) => {
        await openCoverage(page, daemon.url, question);
        await use(page, { ...more, url: daemon.url });
    }));
}

const km2 = (m2) => (m2 / 1e6).toLocaleString('en-GB', { minimumFractionDigits: 3, maximumFractionDigits: 3 });
const percent = (share) => `${(100 * share).toFixed(2)}%`;

function oracle(...more) {
    return JSON.parse(nearaid('coverage', '--pack', DEMO, '--kind', 'radio_premises', '--within', '250', '--format', 'json', ...more));
}

/* The body of the table, the whole first. */
function tableOf(page) {
    return rowsOf(page, '#coverage .table tbody tr');
}

test('one day: the whole above, every ward by the largest gap, covered ground and gaps with their marks', () =>
    onCoverage(QUESTION, async (page) => {
        const { days: [{ whole, areas }] } = oracle('--as-at', '2026-08-01');
        const row = ({ name, authority, assets, share, covered_m2: covered, gap_m2: gap, area_m2: area }) =>
            [name, authority?.name ?? '', String(assets), percent(share), km2(covered), km2(gap), km2(area)];
        const wanted = [...areas].sort((a, b) => b.gap_m2 - a.gap_m2).map(row);
        assert.deepEqual(await tableOf(page), [row({ name: 'The whole', ...whole }), ...wanted]);
        assert.equal(await page.locator('#coverage path.part.covered').count(), areas.filter((area) => area.covered_m2 > 0).length);
        assert.equal(await page.locator('#coverage path.part.gap').count(), areas.filter((area) => area.gap_m2 > 0).length);
        assert.equal(await page.locator('#coverage path.asset').count(), 74);
        assert.match(await page.locator('#coverage .sum').innerText(), /^On 1 August 2026 0\.66% of 608\.365 km² lies within 250 m of a radio premises: .* 74 of 90 assets count, 2 left out by status, 14 left out by date\.$/);
        assert.equal(await page.locator('#coverage .warnings [data-code=indicative]').count(), 1);
        const fills = await page.locator('#coverage path.part').evaluateAll((parts) => parts.map((part) => part.getAttribute('fill')));
        assert.deepEqual([...new Set(fills)].sort(), ['url(#fill-covered)', 'url(#fill-gap)']);
        assert.equal(await page.locator('#patterns #fill-covered, #patterns #fill-gap').count(), 2);
        /* Nothing is cut off at this width; what a disc is drawn by has no corners: Leaflet leaves no point out. */
        const cut = await page.locator('#coverage .scroll').evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth).length);
        assert.equal(cut, 0);
        const corners = await page.locator('#coverage path.part.covered').evaluateAll((all) => Math.max(...all.map((one) => one.getAttribute('d').split('L').length)));
        assert.ok(corners > 40, String(corners));
        /* All wards are in view. */
        await page.getByRole('button', { name: 'Show all' }).press('Enter');
        const outside = await page.locator('#coverage .ground').evaluate((ground) => {
            const box = ground.getBoundingClientRect();
            return [...ground.querySelectorAll('path.outline, path.asset')].map((path) => path.getBoundingClientRect())
                .filter(({ left, right, top, bottom }) => left < box.left - 1 || right > box.right + 1 || top < box.top - 1 || bottom > box.bottom + 1).length;
        });
        assert.equal(outside, 0);
        await keep(page, 'coverage');
    }));

test('two days: what is lost when the funding ends, by ward and on the map', () => onCoverage(TWO_DAYS, async (page) => {
    const { changes, days } = oracle('--compare', '2026-07-31', '2026-08-01');
    const lost = changes.areas.filter((area) => area.lost_m2 > 0);
    assert.ok(lost.length > 0);
    assert.equal(await page.locator('#coverage path.part.lost').count(), lost.length);
    assert.equal(await page.locator('#coverage path.part.gained').count(), 0);
    assert.equal(await page.locator('#coverage .gone').count(), 14);
    /* What is covered still stays drawn, and what is lost comes first, with the sums by authority above. */
    assert.equal(await page.locator('#coverage path.part.covered').count(), days[1].areas.filter((area) => area.covered_m2 > 0).length);
    assert.equal(await page.locator('#coverage .table th[aria-sort=descending]').innerText(), 'Lost km²');
    const sums = new Map();
    changes.areas.forEach(({ authority, lost_m2: m2 }) => sums.set(authority.name, (sums.get(authority.name) ?? 0) + m2));
    const authorities = await rowsOf(page, '#coverage .authorities tbody:not(.whole) tr');
    assert.deepEqual(new Map(authorities.map((cells) => [cells[0], cells.at(-1)])), new Map([...sums].map(([name, m2]) => [name, km2(m2)])));
    assert.equal(authorities[0][0], [...sums].sort((a, b) => b[1] - a[1])[0][0]);
    const [whole, ...rows] = await tableOf(page);
    const row = (change, from, to) => [percent(from.share), percent(to.share), km2(change.gained_m2), km2(change.lost_m2)];
    assert.deepEqual(whole.slice(2, 6), row(changes.whole, days[0].whole, days[1].whole));
    const most = changes.areas.map((change, at) => ({ change, at })).sort((a, b) => b.change.lost_m2 - a.change.lost_m2)[0];
    assert.deepEqual(rows[0].slice(2, 6), row(most.change, days[0].areas[most.at], days[1].areas[most.at]));
    assert.equal(rows[0][0], most.change.name);
    assert.match(await page.locator('#coverage .sum').last().innerText(), /0\.000 km² are gained and 1\.065 km² lost\.$/);
}));

test('by hand: a tag from those there are, a second day, the distance by its slider', () => onCoverage('', async (page) => {
    await page.locator('#coverage-kind').selectOption('radio_premises');
    await drawn(page, 'radio premises');
    const tags = await page.locator('#coverage-tag option').allInnerTexts();
    const assets = readFileSync(join(DEMO, 'radio_premises.csv'), 'utf8').split('\n');
    const count = assets.filter((line) => line.includes(',pubwatch,')).length;
    assert.ok(tags.includes(`scheme: pubwatch (${count})`), String(tags));
    await page.locator('#coverage-tag').selectOption('scheme=pubwatch');
    await drawn(page, 'with scheme: pubwatch');
    await page.locator('#coverage-first').fill('2026-07-31');
    await drawn(page, 'On 31 July 2026');
    await page.locator('#coverage-two').press('Space');
    await page.locator('#coverage-second').fill('2026-08-01');
    await drawn(page, 'On 1 August 2026');
    await page.locator('#coverage-slider').focus();
    await page.keyboard.press('ArrowRight');
    await drawn(page, 'within 275 m');
    assert.equal(await page.locator('#coverage-within').inputValue(), '275');
    const wanted = JSON.parse(nearaid('coverage', '--pack', DEMO, '--kind', 'radio_premises', '--tag', 'scheme=pubwatch', '--within', '275',
        '--compare', '2026-07-31', '2026-08-01', '--format', 'json'));
    assert.deepEqual((await tableOf(page))[0].slice(4, 6), [km2(wanted.changes.whole.gained_m2), km2(wanted.changes.whole.lost_m2)]);
    assert.equal(new URL(page.url()).hash,
        '#coverage?kind=radio_premises&tag=scheme%3Dpubwatch&within=275&compare=2026-07-31%2C2026-08-01&sort=-lost');
}));

test('what is no distance and what is no order of days is said, and nothing old stays', () => onCoverage(QUESTION, async (page, { asked }) => {
    const before = asked.length;
    await page.locator('#coverage-within').fill('5');
    await page.locator('#coverage .loud').waitFor();
    assert.match(await page.locator('#coverage .loud').innerText(), /from 25 to 2000/);
    assert.equal(await page.locator('#coverage .sum').count(), 0);
    await page.locator('#coverage-within').fill('100');
    await drawn(page, 'within 100 m');
    await page.locator('#coverage-two').check();
    await page.locator('#coverage-second').fill('2020-01-01');
    await page.locator('#coverage .loud').waitFor();
    assert.match(await page.locator('#coverage .loud').innerText(), /before the first/);
    assert.ok(asked.slice(before).every(({ url }) => !/within=5(&|$)|2020-01-01/.test(url)));
}));

test('the table is sorted by keyboard by any column, says so, and the focus stays', () => onCoverage(QUESTION, async (page) => {
    const heads = page.locator('#coverage .table th[aria-sort]');
    assert.equal(await heads.count(), 7);
    assert.equal(await page.locator('#coverage .table [aria-sort=descending]').innerText(), 'Gap km²');
    for (let column = 0; column < 7; column += 1) {
        const number = column >= 2;
        await heads.nth(column).locator('button').focus();
        for (const way of number ? ['descending', 'ascending'] : ['ascending', 'descending']) {
            await page.keyboard.press('Enter');
            assert.equal(await heads.nth(column).getAttribute('aria-sort'), way);
            assert.equal(await page.locator('#coverage .table [aria-sort=ascending], #coverage .table [aria-sort=descending]').count(), 1);
            const [whole, ...rows] = await tableOf(page);
            assert.equal(whole[0], 'The whole');
            const values = rows.map((row) => (number ? Number(row[column].replace(/[,%]/g, '')) : row[column]));
            const order = (a, b) => (number ? a - b : a.localeCompare(b, 'en-GB'));
            const sorted = [...values].sort((a, b) => (way === 'ascending' ? order(a, b) : order(b, a)));
            assert.deepEqual(values, sorted);
        }
    }
    assert.ok(await heads.nth(6).locator('button').evaluate((button) => button === document.activeElement));
}));

test('the address restores kind, tag, distance, days and order; what makes no sense in it is the usual', () =>
    withDaemon(DEMO, [], ({ url }) => withPage({}, async (page, { asked }) => {
        await openCoverage(page, url, `${TWO_DAYS}&tag=scheme%3Dpubwatch&sort=name`);
        assert.deepEqual(await page.locator('#coverage .question').evaluate((form) =>
            [...form.querySelectorAll('select, input')].map((field) => (field.type === 'checkbox' ? field.checked : field.value))),
        ['radio_premises', 'scheme=pubwatch', '250', '250', 'straight', '2026-07-31', '2026-08-01', true]);
        assert.equal(await page.locator('#coverage .table [aria-sort=ascending]').innerText(), 'Ward');
        assert.ok(asked.every((one) => !one.url.includes('#')));
        await page.getByRole('tab', { name: 'Find' }).click();
        await page.getByRole('tab', { name: 'Coverage' }).click();
        assert.match(page.url(), /#coverage\?kind=radio_premises&tag=scheme%3Dpubwatch&within=250&compare=.*&sort=name$/);
        await page.goto('about:blank');
        await openCoverage(page, url, 'kind=%3Cb%3E&within=1e9&as_at=yesterday&compare=x,y&sort=%22');
        assert.equal(await page.locator('#coverage-kind').inputValue(), 'bleed_cabinet');
        assert.equal(await page.locator('#coverage-within').inputValue(), '250');
        assert.equal(new URL(page.url()).hash, '#coverage?kind=bleed_cabinet&within=250&sort=-gap');
    })));

test('of many moves of the slider only the last counts, and a late answer replaces nothing', () => onCoverage(QUESTION, async (page) => {
    const seen = [];
    let release = null;
    const held = new Promise((resolve) => { release = resolve; });
    await page.route('**/v1/coverage*', async (route) => {
        seen.push(new URL(route.request().url()).searchParams.get('within'));
        const old = seen.at(-1) === '275';
        const response = await route.fetch();
        await (old ? held : null);
        await route.fulfill({ response }).catch(() => {});
    });
    await page.locator('#coverage-slider').focus();
    const first = page.waitForRequest((request) => request.url().includes('within=275'));
    await page.keyboard.press('ArrowRight');
    await first;
    for (let step = 0; step < 6; step += 1) {
        await page.keyboard.press('ArrowRight');
    }
    await drawn(page, 'within 425 m');
    release();
    await page.evaluate(() => fetch('/healthz').then((response) => response.text()));
    assert.match(await page.locator('#coverage .sum').innerText(), /within 425 m/);
    assert.equal(seen[0], '275');
    assert.deepEqual(seen.slice(-2), ['425', '425']);
}));

for (const [name, question, options] of [['one day', QUESTION, ['--as-at', '2026-08-01']],
    ['two days', TWO_DAYS, ['--compare', '2026-07-31', '2026-08-01']]]) {
    test(`the files have the bytes of nearaid coverage, ${name}`, () => onCoverage(question, async (page) => {
        for (const [button, format] of [['Download the table', 'csv'], ['Download the map', 'geojson']]) {
            const { name: file, bytes } = await saved(page, button);
            const wanted = nearaid('coverage', '--pack', DEMO, '--kind', 'radio_premises', '--within', '250', '--format', format, ...options);
            assert.equal(String(bytes).trimEnd(), String(wanted).trimEnd());
            assert.match(file, new RegExp(`^coverage-radio_premises-250m-.*\\.${format}$`));
        }
    }));
}

test('without a drawn map the figures stand and the GeoJSON can be saved', () => withDaemon(DEMO, [], (daemon) =>
    withPage({ allowed: ['leaflet', 'ERR_FAILED'] }, async (page) => {
        await page.route('**/leaflet.js', (route) => route.abort());
        await openCoverage(page, daemon.url, QUESTION);
        const { bytes } = await saved(page, 'Download the map');
        const wanted = nearaid('coverage', '--pack', DEMO, '--kind', 'radio_premises', '--within', '250', '--as-at', '2026-08-01', '--format', 'geojson');
        assert.equal(String(bytes).trimEnd(), String(wanted).trimEnd());
    })));

test('a disc on the map has every corner that the answer has', () => onCoverage(QUESTION, async (page, { daemon }) => {
    const answer = await (await fetch(`${daemon?.url ?? new URL(page.url()).origin}/v1/coverage?kind=radio_premises&within=250&as_at=2026-08-01&f=geojson`)).json();
    const covered = answer.features.filter(({ properties }) => properties.role === 'covered');
    const corners = covered.flatMap(({ geometry: { type, coordinates } }) => (type === 'Polygon' ? [coordinates] : coordinates))
        .flat().reduce((sum, ring) => sum + ring.length - 1, 0);
    assert.ok(covered.length > 0);
    await page.getByRole('button', { name: 'Show all' }).press('Enter');
    const drawnCorners = await page.locator('path.part.covered').evaluateAll((paths) =>
        paths.reduce((sum, path) => sum + (path.getAttribute('d').match(/[ML]/g) ?? []).length, 0));
    /* Leaflet joins corners that are less than a pixel apart only if it is allowed to. */
    assert.ok(drawnCorners >= corners, `${drawnCorners} of ${corners}`);
}));

/* The children of a process, of all its threads. */
function childrenOf(pid) {
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
        readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number));
}

test('a daemon that is busy is said, and asked again by itself', async () => {
    const { path, remove } = folder();
    const rows = Array.from({ length: 300 }, (_, index) => cabinet(`c${index}`, 13 * index));
    try {
        writeManyWards(path, 20, rows);
        await withDaemon(path, ['--errands', '1'], (daemon) => withPage({ allowed: ['status of 503'] }, async (page) => {
            await openCoverage(page, daemon.url, 'within=100');
            /* A slow question, whose child is halted: the only one there may be. */
            const rings = Array.from({ length: 15 }, (_, index) => 300 * (index + 1)).join(',');
            const nobody = new AbortController();
            const slow = fetch(`${daemon.url}/v1/coverage?kind=bleed_cabinet&within=5000&ring=${rings}`, { signal: nobody.signal });
            let child = [];
            while (child.length === 0) {
                child = childrenOf(daemon.pid);
                await new Promise((resolve) => { setImmediate(resolve); });
            }
            process.kill(child[0], 'SIGSTOP');
            await page.locator('#coverage-within').fill('200');
            await page.locator('#coverage .status').filter({ hasText: /^The daemon is busy: asking again in \d+ seconds? \(1 of 5\)$/ }).waitFor();
            /* Nobody waits for it any more: the daemon ends it, if it has not ended, and is free. */
            process.kill(child[0], 'SIGCONT');
            nobody.abort();
            await slow.catch(() => {});
            await drawn(page, 'within 200 m');
        }));
    } finally {
        remove();
    }
});

test('names, tags and addresses full of markup stay text', async () => {
    const { path, remove } = folder();
    const name = '<img src=x onerror=window.breached(1)>';
    try {
        writePack(path, [cabinet('a', 50, { name })], { title: name });
        await withDaemon(path, [], ({ url }) => withPage({ allowed: ['status of 400'] }, async (page) => {
            await openCoverage(page, url, 'within=250');
            await page.locator('#coverage path.asset').dispatchEvent('click');
            assert.equal(await page.locator('#coverage .told').innerText(), `bleed cabinet: ${name}`);
            await page.goto(`${url}/#coverage?kind=bleed_cabinet&within=250&tag=${encodeURIComponent(`${name}=${name}`)}`);
            await page.locator('#coverage .loud').waitFor();
            assert.match(await page.locator('#coverage .loud').innerText(), /No asset of the pack has/);
            assert.equal(await page.locator('#coverage .table tr').count(), 0);
            assert.equal(await page.locator('#views img, #views [onerror]').count(), 0);
        }));
    } finally {
        remove();
    }
});

test('data loaded anew while the page is open are said', async () => {
    const { path, remove } = folder();
    try {
        writePack(path, [cabinet('a', 50)]);
        await withDaemon(path, [], (daemon) => withPage({}, async (page) => {
            const loaded = async () => (await (await fetch(`${daemon.url}/readyz`)).json()).pack;
            await openCoverage(page, daemon.url, 'within=250');
            assert.equal(await page.locator('#coverage [data-code=new-data]').count(), 0);
            const before = await loaded();
            writePack(path, [cabinet('b', 50)], { title: 'Newer' });
            daemon.signal('SIGHUP');
            while (await loaded() === before) {
                /* Asked again until the daemon has the new data; the test has a time limit. */
            }
            await page.locator('#coverage-within').fill('300');
            await drawn(page, 'within 300 m');
            assert.match(await page.locator('#coverage [data-code=new-data]').innerText(), /press F5/);
        }));
    } finally {
        remove();
    }
});

for (const colorScheme of ['light', 'dark']) {
    test(`no fault of access, ${colorScheme}`, () => onCoverage(QUESTION, async (page) => {
        await assertAccessible(page, 'coverage');
        await page.goto(new URL(`/#coverage?${TWO_DAYS}`, page.url()).href);
        await page.locator('#coverage .sum:nth-of-type(3)').waitFor();
        await drawn(page);
        await assertAccessible(page, 'coverage of two days');
        await page.setViewportSize({ width: 320, height: 640 });
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= 320);
        await assertAccessible(page, 'coverage at 320 px');
        await keep(page, `coverage-${colorScheme}-320`, { fullPage: true });
    }, { colorScheme }));
}

test('what can be pointed at is 24 px large at least', () => onCoverage(QUESTION, async (page) => {
    const small = await page.locator('#coverage :is(button, select, input, a)').evaluateAll((all) => all
        .filter((one) => one.offsetParent !== null).map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
        .filter(([, box]) => box.width < 24 || box.height < 24).map(([what, box]) => `${what}: ${box.width} x ${box.height}`));
    assert.deepEqual(small, []);
}));

test('on A4 stand figures, map with scale and legend, day, attribution, digest and the band', () => onCoverage(QUESTION, async (page) => {
    const wide = () => page.locator('#coverage .ground').evaluate((ground) => ground.getBoundingClientRect().width);
    const before = await wide();
    const size = { width: 688, height: 1017 };
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize(size);
    for (const part of ['.band', '#coverage .sum', '#coverage .ground', '#coverage .legend', '#coverage .leaflet-control-scale-line', '#coverage .table', 'footer .digest']) {
        assert.equal(await page.locator(part).first().isVisible(), true, part);
    }
    assert.match(await page.locator('#coverage .table caption').innerText(), /within 250 m on 1 August 2026/);
    assert.equal(await page.locator('.paper-title').innerText(), 'What lies within 250 m of a radio premises: 1 August 2026');
    /* The scale that is said is that of the bar: the map is 176 mm wide. */
    const said = Number((await page.locator('.paper-scale').innerText()).match(/^Scale 1:([\d,]+) /)[1].replaceAll(',', ''));
    const bar = page.locator('#coverage .leaflet-control-scale-line');
    const [metres, pixels] = [await bar.innerText(), await bar.evaluate((line) => line.offsetWidth)];
    const exact = parseFloat(metres) * (metres.includes('km') ? 1000 : 1) / (pixels * 0.0254 / 96);
    assert.ok(Math.abs(said / exact - 1) < 0.04, `${said} ${exact}`);
    assert.match(await page.locator('footer').innerText(), /Crown copyright/);
    assert.equal(await page.locator('.question, .actions, .drop').filter({ visible: true }).count(), 0);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= size.width);
    await keep(page, 'coverage-print', { fullPage: true });
    await page.emulateMedia({ media: 'screen' });
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    assert.equal(await wide(), before);
    await page.emulateMedia({ media: null });
    const path = join(process.env.NA_ARTEFACTS, 'coverage-paper.pdf');
    assert.equal(String((await page.pdf({ path, preferCSSPageSize: true })).subarray(0, 5)), '%PDF-');
    if (spawnSync('pdftotext', ['-v']).error) {
        return;
    }
    /* Who, of which data, when and which sheet, on each; and the headings of a table that goes on. */
    const sheets = execFileSync('pdftotext', [path, '-'], { encoding: 'utf8' }).split('\f').slice(0, -1);
    assert.ok(sheets.length > 1);
    const digest = (await page.locator('footer .digest').textContent()).replace('sha256:', '').slice(0, 12);
    sheets.forEach((sheet, at) => {
        assert.ok(sheet.replace(/\s+/g, ' ').includes(`data ${digest}`), sheet);
        assert.ok(sheet.includes(`${at + 1} of ${sheets.length}`), sheet);
    });
    assert.ok(sheets.filter((sheet) => /Covered\s+km²/.test(sheet)).length > 1);
}, { colorScheme: 'dark' }));
