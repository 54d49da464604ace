/* What the real map costs:
 *
 *   node tests/bench/bench_map.mjs NEARAIDD SOURCE-FOLDER [MAP.nam]
 *
 * Debian's chromium and the real daemon on this machine. From Enter to the card with and without a map, one
 * question after the other in turn on two pages that stand open, so that both meet the same machine; from Enter to
 * the first map on the screen, a new page each time; every tile of the map, six at once, over connections that are
 * kept; a sheet of the town. */
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const TIMES = 15;
const QUESTIONS = 40;
const TILES = 3000;
const AT_ONCE = 6;
const [daemon, source, map = join(source, 'tests/support/town.nam')] = process.argv.slice(2).map((path) => resolve(path));
Object.assign(process.env, { NA_CHROMIUM: process.env.NA_CHROMIUM ?? '/usr/bin/chromium', NA_DAEMON: daemon, NA_SOURCE: source });

const page_tests = join(dirname(fileURLToPath(import.meta.url)), '../page');
const { open, startBrowser, stopBrowser } = await import(join(page_tests, 'browser.mjs'));
const { stopDaemons, withDaemon } = await import(join(page_tests, 'daemon.mjs'));
const { DEMO, folder } = await import(join(page_tests, 'packs.mjs'));

function told(what, taken) {
    taken.sort((a, b) => a - b);
    const at = (share) => taken[Math.floor(share * (taken.length - 1))].toFixed(1);
    console.log(`${what}: ${taken.length} times, median ${at(0.5)} ms, 95% ${at(0.95)} ms, 99% ${at(0.99)} ms, most ${at(1)} ms`);
}

/* In the page: when the first card stands, and when the map has tiles, after Enter. */
function watch() {
    let pressed = Infinity;
    window.taken = {};
    const later = (name) => requestAnimationFrame(() => requestAnimationFrame(() => { window.taken[name] ??= performance.now() - pressed; }));
    addEventListener('keydown', ({ key, timeStamp }) => {
        if (key === 'Enter') {
            pressed = timeStamp;
            window.taken = {};
        }
    }, true);
    new MutationObserver((changes) => changes.some(({ addedNodes }) => [...addedNodes].some((node) => node.querySelector?.('.card.first'))) && later('card'))
        .observe(document.getElementById('answer'), { childList: true });
    new MutationObserver(() => Number(document.querySelector('#map canvas.base')?.dataset.tiles) > 0 && pressed < Infinity && later('map'))
        .observe(document.body, { attributes: true, attributeFilter: ['data-tiles'], subtree: true });
}

async function ready(browser, url) {
    const page = await browser.newPage();
    await open(page, url);
    await page.evaluate(watch);
    return page;
}

async function ask(page, text, wanted) {
    await page.locator('#q').fill('');
    await page.locator('#q').pressSequentially(text);
    await page.keyboard.press('Enter');
    await page.waitForFunction((name) => window.taken[name] !== undefined, wanted);
    return page.evaluate((name) => window.taken[name], wanted);
}

async function cards(browser, bare, url) {
    const pages = [await ready(browser, bare), await ready(browser, url)];
    const taken = [[], []];
    for (let i = 0; i < QUESTIONS; i++) {
        for (const at of i % 2 ? [0, 1] : [1, 0]) {
            await pages[at].bringToFront();
            taken[at].push(await ask(pages[at], `NZ ${50400 + 20 * i} ${32200 + 20 * i}`, 'card'));
        }
    }
    told('Enter to card without a map', taken[0]);
    told('Enter to card with a map', taken[1]);
    await Promise.all(pages.map((page) => page.close()));
}

async function firstMaps(browser, url) {
    const taken = [];
    for (let i = 0; i < TIMES; i++) {
        const page = await ready(browser, url);
        taken.push(await ask(page, 'TS24 8AY', 'map'));
        await page.close();
    }
    told('Enter to the first map', taken);
}

function get(agent, url) {
    return new Promise((done, fail) => {
        request(url, { agent, headers: { 'accept-encoding': 'gzip' } }, (answer) => {
            answer.on('data', () => {}).on('end', () => done(answer.statusCode));
        }).on('error', fail).end();
    });
}

async function tiles(url) {
    const { template, zoom_min: least, zoom_max: most, bounds: [west, south, east, north] } = await (await fetch(`${url}/v1/map`)).json();
    const column = (lon, z) => Math.floor((lon + 180) / 360 * 2 ** z);
    const row = (lat, z) => Math.floor((1 - Math.asinh(Math.tan(lat * Math.PI / 180)) / Math.PI) / 2 * 2 ** z);
    const all = [];
    for (let z = least; z <= most; z++) {
        for (let x = column(west, z); x <= column(east, z); x++) {
            for (let y = row(north, z); y <= row(south, z); y++) {
                all.push(`${url}${template.replace('{z}', z).replace('{x}', x).replace('{y}', y)}`);
            }
        }
    }
    const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
    const taken = [];
    let next = 0;
    await Promise.all(Array.from({ length: AT_ONCE }, async () => {
        while (next < TILES) {
            const begun = performance.now();
            await get(agent, all[next++ % all.length]);
            taken.push(performance.now() - begun);
        }
    }));
    agent.destroy();
    told(`tiles, ${all.length} of them, six at once`, taken);
}

function sheet() {
    const { path, remove } = folder();
    const nearaid = (...words) => execFileSync(join(dirname(daemon), 'nearaid'), words, { cwd: path, stdio: 'pipe' });
    nearaid('compile', DEMO, '--no-grid', '-o', 'demo.nad');
    const taken = Array.from({ length: TIMES }, () => {
        const begun = performance.now();
        nearaid('coverage', '--snapshot', 'demo.nad', '--kind', 'radio_premises', '--within', '250', '--compare', '2026-07-31,2026-08-01',
            '--points', join(DEMO, 'radio_premises.csv'), '--tag', 'scheme=pubwatch', '--scale', '10000', '--map', map, '--svg', 'sheet.svg');
        return performance.now() - begun;
    });
    told(`a sheet at 1:10,000 of ${Math.round(statSync(join(path, 'sheet.svg')).size / 1024)} KB, with its question`, taken);
    remove();
}

const browser = await startBrowser();
await withDaemon(DEMO, [], ({ url: bare }) => withDaemon(DEMO, ['--map', map], async ({ url }) => {
    await cards(browser, bare, url);
    await firstMaps(browser, url);
    await tiles(url);
}));
sheet();
await stopBrowser();
await stopDaemons();
