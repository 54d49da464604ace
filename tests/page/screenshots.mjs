/* The pictures in docs/: node screenshots.mjs NEARAIDD SOURCE-FOLDER TARGET-FOLDER */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

const [daemon, source, target] = process.argv.slice(2);
Object.assign(process.env, {
    NA_CHROMIUM: process.env.NA_CHROMIUM ?? '/usr/bin/chromium', NA_DAEMON: daemon, NA_SOURCE: source,
});
mkdirSync(target, { recursive: true });

const { askByKeys, open, startBrowser, stopBrowser, withPage } = await import('./browser.mjs');
const { stopDaemons, withDaemon } = await import('./daemon.mjs');
const { DEMO } = await import('./packs.mjs');

const PICTURES = [
    { name: 'page-find', question: 'NZ 50900 32700', options: {} },
    { name: 'page-dark', question: 'b TS24 0UX', options: { colorScheme: 'dark' } },
    { name: 'page-choose', question: 'Example', wanted: '.candidates [role=option]', options: {} },
];

await startBrowser();
await withDaemon(DEMO, [], async ({ url }) => {
    for (const { name, question, wanted, options } of PICTURES) {
        await withPage({ ...options, viewport: { width: 1200, height: 860 }, allowed: ['status of 422'] }, async (page) => {
            await open(page, url);
            await askByKeys(page, question, wanted);
            await page.screenshot({ path: join(target, `${name}.png`) });
        });
    }
    await withPage({ viewport: { width: 1200, height: 860 } }, async (page) => {
        await page.goto(`${url}/#coverage?kind=radio_premises&within=1000&as_at=2026-08-01&sort=-share`);
        await page.locator('#coverage .result[data-drawn]').waitFor();
        await page.screenshot({ path: join(target, 'page-coverage.png') });
    });
});
await stopBrowser();
await stopDaemons();
