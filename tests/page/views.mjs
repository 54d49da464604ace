/* Help for the tests of the coverage view and the table view. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const SHARED = join(process.env.NA_SOURCE, '../shared/data');
/** The case files of analysts, with their names. */
export const ANALYST = join(process.env.NA_SOURCE, '../shared/cases/analyst');
export const PREMISES = join(SHARED, 'premises/fhrs_pubs_tees_2020-11_derived.csv');
export const MONTH = join(SHARED, 'offences/2025-01-cleveland-street.csv');

/** The options of a test that needs this file of the shared data. */
export function needing(file) {
    return existsSync(file) ? {} : { skip: `there is no ${file}` };
}

/** What the command line writes: the oracle of the page. */
export function nearaid(...args) {
    return execFileSync(join(dirname(process.env.NA_DAEMON), 'nearaid'), args,
        { maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] });
}

/** The same, of which standard error is wanted. */
export function nearaidSaid(...args) {
    return spawnSync(join(dirname(process.env.NA_DAEMON), 'nearaid'), args, { maxBuffer: 1 << 28, encoding: 'utf8' }).stderr;
}

/** Come to the coverage of a question and wait until figures and map stand. */
export async function openCoverage(page, url, question) {
    await page.goto(`${url}/#coverage${question === '' ? '' : `?${question}`}`);
    await drawn(page);
}

/** Wait for an answer that is whole; `words` are in its first sentence. */
export async function drawn(page, words = '') {
    await page.locator('#coverage .result[data-drawn]:not([aria-busy]) .sum').filter({ hasText: words }).first().waitFor();
}

export async function openTable(page, url) {
    await page.goto(`${url}/#table`);
    await page.locator('#table-file').waitFor();
}

/** Rows of a table on the page as lists of texts. */
export function rowsOf(page, selector) {
    return page.locator(selector).evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.textContent)));
}

/** The bytes of the file that a click on this button saves, and its name. */
export async function saved(page, button) {
    const [download] = await Promise.all([
        page.waitForEvent('download'), page.getByRole('button', { name: button }).press('Enter')]);
    return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

/** Drop a file of these bytes on what `selector` names. */
export async function drop(page, selector, name, bytes) {
    const transfer = await page.evaluateHandle(([title, text]) => {
        const transfer = new DataTransfer();
        const letters = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
        transfer.items.add(new File([letters], title, { type: 'text/csv' }));
        return transfer;
    }, [name, Buffer.from(bytes).toString('base64')]);
    await page.dispatchEvent(selector, 'dragover', { dataTransfer: transfer });
    await page.dispatchEvent(selector, 'drop', { dataTransfer: transfer });
}

/** A simple table without quotes as a list of objects. */
export function objectsOf(text) {
    const [head, ...lines] = String(text).trimEnd().split('\n').map((line) => line.split(','));
    return lines.map((cells) => Object.fromEntries(head.map((name, at) => [name, cells[at]])));
}

/** Nothing but the theme and the kind may stay in the browser, and nothing of a file in an address. */
export async function assertNothingKept(page, asked, secret) {
    const kept = await page.evaluate(async () => ({
        keys: [...Object.keys(localStorage), ...Object.keys(sessionStorage)],
        databases: (await indexedDB.databases()).length,
    }));
    assert.deepEqual(kept.keys.filter((key) => !['nearaid-theme', 'nearaid-kind'].includes(key)), []);
    assert.equal(kept.databases, 0);
    assert.ok(!page.url().includes(secret), page.url());
    assert.ok(asked.every(({ url }) => !decodeURIComponent(url).includes(secret)));
    assert.ok(asked.filter(({ method }) => method === 'POST').every(({ url }) => /\/v1\/batch\//.test(url)));
}
