/* How long from Enter to the card on the screen:
 *
 *   node tests/bench/bench_page.mjs NEARAIDD SOURCE-FOLDER [PACK]
 *
 * Debian's chromium, the real daemon, one question after another of TIMES; the time is taken in the
 * page, from the key to the frame after the one in which the first card stands. Then ten calls one
 * after another (tests/page/calls.mjs) on a pack of their own: the keys pressed and the milliseconds
 * from the first key until the answer stands, the hands of the machine being as fast as they are. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const TIMES = 50;
const [daemon, source, pack] = process.argv.slice(2);
Object.assign(process.env, {
    NA_CHROMIUM: process.env.NA_CHROMIUM ?? '/usr/bin/chromium', NA_DAEMON: daemon, NA_SOURCE: source,
});

const page_tests = join(dirname(fileURLToPath(import.meta.url)), '../page');
const { open, startBrowser, stopBrowser } = await import(join(page_tests, 'browser.mjs'));
const { withDaemon } = await import(join(page_tests, 'daemon.mjs'));
const { DEMO, folder, tokenOptions, writePack } = await import(join(page_tests, 'packs.mjs'));
const { CODES, ROWS, TOKEN, takeCalls } = await import(join(page_tests, 'calls.mjs'));

/* In the page: note when Enter was pressed and when the first card of its answer was shown. */
function watch() {
    let pressed = 0;
    window.taken = [];
    addEventListener('keydown', (event) => {
        if (event.key === 'Enter') {
            pressed = event.timeStamp;
        }
    }, true);
    new MutationObserver((changes) => {
        const added = changes.flatMap(({ addedNodes }) => [...addedNodes]);
        if (added.some((node) => node.querySelector?.('.card.first'))) {
            requestAnimationFrame(() => requestAnimationFrame(() =>
                window.taken.push(performance.now() - pressed)));
        }
    }).observe(document.getElementById('answer'), { childList: true });
}

async function measure(page) {
    const names = new Set();
    for (let i = 0; i < TIMES; i += 1) {
        await page.keyboard.type(`NZ ${50400 + 20 * i} ${32200 + 20 * i}`);
        await page.keyboard.press('Enter');
        await page.waitForFunction((count) => window.taken.length > count, i);
        names.add(await page.locator('.card.first .name').innerText());
    }
    return { taken: await page.evaluate(() => window.taken), names };
}

const browser = await startBrowser();
await withDaemon(pack ?? DEMO, [], async ({ url }) => {
    const page = await browser.newPage();
    await open(page, url);
    await page.evaluate(watch);
    const { taken, names } = await measure(page);
    taken.sort((a, b) => a - b);
    const at = (share) => taken[Math.floor(share * (TIMES - 1))].toFixed(1);
    console.log(`Enter to card, ${TIMES} questions, ${names.size} different first cards: ` +
        `median ${at(0.5)} ms, 95% ${at(0.95)} ms, most ${at(1)} ms`);
});
const { path, remove } = folder();
writePack(path, ROWS, { codes: CODES });
await withDaemon(path, tokenOptions(path, [{ name: 'desk', role: 'control', token: TOKEN }]), async ({ url }) => {
    const page = await browser.newPage();
    await open(page, url);
    const taken = await takeCalls(page);
    taken.forEach(({ what, keys, ms }) => console.log(`${what}: ${keys} keys, ${ms.toFixed(0)} ms`));
    console.log(`ten calls: ${taken.reduce((sum, { keys }) => sum + keys, 0)} keys, ${taken.reduce((sum, { ms }) => sum + ms, 0).toFixed(0)} ms`);
});
remove();
await stopBrowser();
