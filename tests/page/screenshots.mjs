/* The pictures in docs/: node screenshots.mjs NEARAIDD SOURCE-FOLDER TARGET-FOLDER */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const [daemon, source, target] = process.argv.slice(2).map((path) => resolve(path));
Object.assign(process.env, {
    NA_CHROMIUM: process.env.NA_CHROMIUM ?? '/usr/bin/chromium', NA_DAEMON: daemon, NA_SOURCE: source,
});
mkdirSync(target, { recursive: true });

const { askByKeys, open, startBrowser, stopBrowser, withPage } = await import('./browser.mjs');
const { stopDaemons, withDaemon } = await import('./daemon.mjs');
const { DEMO, cabinet, folder, writePack } = await import('./packs.mjs');

/* Invented cabinets around real postcodes: of demonstration data there is nothing to read out. */
const ROWS = [
    cabinet('example-1', 130, {
        name: 'Example Library', address: 'Example Road, Hartlepool', location: 'outside', locked: 'no',
        spoken_name: 'the library on Example Road', landmark: 'left of the front door', looks: 'red box',
        siting: 'On the front wall, left of the door, next to the defibrillator',
    }),
    cabinet('example-2', 330, {
        name: 'Example Station', address: 'Example Approach, Hartlepool', opening_hours: '24/7', locked: 'yes',
        code_holder: 'Example Control', code_holder_phone: '01632 960000', spoken_name: 'the box by the station door',
        siting: 'On the column opposite the main door',
    }),
    cabinet('example-3', -420, {
        name: 'Example Hall', address: 'Example Street, Hartlepool', last_checked: '2025-03-03', siting: 'Inside the porch',
    }),
];
const PICTURES = [
    { name: 'page-find', question: 'NZ 50790 32640', options: {} },
    { name: 'page-dark', question: 'NZ 51060 32640', options: { colorScheme: 'dark' } },
    { name: 'page-choose', question: 'Example', wanted: '.candidates [role=option]', options: {} },
];
const { path, remove } = folder();

await startBrowser();
await withDaemon(writePack(path, ROWS, { title: 'Examples' }), [], async ({ url }) => {
    for (const { name, question, wanted, options } of PICTURES) {
        await withPage({ ...options, viewport: { width: 1200, height: 860 }, allowed: ['status of 422'] }, async (page) => {
            await open(page, url);
            await askByKeys(page, question, wanted);
            await page.screenshot({ path: join(target, `${name}.png`) });
        });
    }
});
remove();
await withDaemon(DEMO, [], async ({ url }) => {
    await withPage({ viewport: { width: 1200, height: 860 } }, async (page) => {
        await page.goto(`${url}/#coverage?kind=radio_premises&within=1000&as_at=2026-08-01&sort=-share`);
        await page.locator('#coverage .result[data-drawn]').waitFor();
        await page.screenshot({ path: join(target, 'page-coverage.png') });
    });
    /* It has no icon, which the browser asks for all the same. */
    await withPage({ viewport: { width: 1000, height: 620 }, allowed: ['status of 404'] }, async (page) => {
        await page.goto(`${url}/collections`);
        await page.screenshot({ path: join(target, 'collections.png') });
    });
});

/* The sheets, and the page over a map: of the demonstration and the invented town of the tests. */
const { path: work, remove: removeWork } = folder();
const nearaid = (...words) => execFileSync(join(dirname(daemon), 'nearaid'), words, { cwd: work, stdio: 'pipe' });
const premises = join(DEMO, 'radio_premises.csv');
const ends = ['coverage', '--snapshot', 'demo.nad', '--kind', 'radio_premises', '--within', '250',
    '--compare', '2026-07-31,2026-08-01', '--points', premises];
const drawn = (name) => execFileSync('rsvg-convert', ['-h', '1000', '-o', join(target, `${name}.png`), join(work, `${name}.svg`)]);
nearaid('compile', DEMO, '--no-grid', '-o', 'demo.nad');
nearaid('map', join(source, 'tests/golden/inputs/town.mbtiles'), '--snapshot', 'demo.nad', '-o', 'town.nam');
nearaid(...ends, '--extent', 'bbox:-1.235,54.652,-1.165,54.708', '--svg', 'sheet-demo.svg');
nearaid(...ends, '--tag', 'scheme=pubwatch', '--where', 'scheme=shopwatch', '--map', 'town.nam', '--svg', 'sheet.svg');
/* Invented rows about the invented town, the same each time: a bell about two places. */
let seed = 7;
const part = () => {
    seed = (seed * 1103515245 + 12345) % 2 ** 31;
    return seed / 2 ** 31;
};
const bell = () => part() + part() + part() + part() - 2;
const offences = Array.from({ length: 3000 }, (_, row) => [row + 1, (54.6865 + (row % 3 ? 0 : .002) + .004 * bell()).toFixed(6),
    (-1.206 + (row % 3 ? 0 : -.006) + .007 * bell()).toFixed(6)].join(','));
writeFileSync(join(work, 'offences.csv'), ['id,lat,lon', ...offences].join('\n'));
nearaid('hotspots', '--snapshot', 'demo.nad', '--by', 'grid:150', '-i', 'offences.csv', '--top', '12', '--map', 'town.nam', '--svg', 'sheet-hotspots.svg');
drawn('sheet-hotspots');
drawn('sheet-demo');
drawn('sheet');
await withDaemon(DEMO, ['--map', join(work, 'town.nam')], async ({ url }) => {
    await withPage({ viewport: { width: 1280, height: 905 } }, async (page) => {
        await open(page, url);
        await askByKeys(page, 'TS24 8AY');
        await page.screenshot({ path: join(target, 'page-map.png') });
    });
});
removeWork();
await stopBrowser();
await stopDaemons();
