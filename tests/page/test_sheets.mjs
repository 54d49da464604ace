/* Every kind of printed sheet by two renderers, rsvg-convert and Chromium: the pictures agree after a blur that
 * forgives how each smooths an edge, and both PDFs are lines and letters, no pictures, one page, with text that can
 * be searched. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { inflateSync } from 'node:zlib';
import { withPage } from './browser.mjs';
import { DEMO, folder } from './packs.mjs';
import { nearaid } from './views.mjs';

const MAP = join(process.env.NA_SOURCE, 'tests/support/town.nam');
const ROWS = join(process.env.NA_SOURCE, 'tests/golden/inputs/offences.csv');
const PREMISES = join(DEMO, 'radio_premises.csv');
const ENDS = ['--kind', 'radio_premises', '--compare', '2026-07-31,2026-08-01', '--points', PREMISES, '--map', MAP];
/* A sheet's name, the question, words that must be found in it. */
const SHEETS = [
    ['coverage', ['coverage', ...ENDS, '--tag', 'scheme=pubwatch', '--scale', '5000'], /numbered from north to south/],
    ['coverage-ward', ['coverage', '--kind', 'bleed_cabinet', '--extent', 'ward:Victoria', '--landscape'], /Victoria/],
    ['hotspots', ['hotspots', '--by', 'grid:150', '-i', PREMISES, '--top', '5', '--map', MAP], /Made for tests/],
    ['site', ['site', '--kind', 'bleed_cabinet', '--within', '300', '--new', '2', '--demand', PREMISES,
        '--candidate-kind', 'reporting_centre', '--map', MAP], /Made for tests/],
    ['table', ['table', '-i', ROWS, '--by', 'ward', '--ground', MAP, '--extent', 'all'], /count/],
    ['compare', ['compare', '2026-01', '2026-02', '-i', ROWS, '--lenient'], /2026/],
];
const WIDTH = 620;
/* Of 255: on average over the sheet, and in its worst spot. A sheet with a layer left out differs by more. */
const MEAN_MOST = 2;
const SPOT_MOST = 60;
const BLUR = 3;
const missing = ['rsvg-convert', 'pdfimages', 'pdftotext'].find((program) => spawnSync(program, ['--version']).error);
const { path: work, remove } = folder();

/* One sample of the scan line after another: how PNG foretells it from its neighbours. */
function foretold(kind, left, up, corner) {
    const guess = left + up - corner;
    const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
    const nearest = a <= b && a <= c ? left : b <= c ? up : corner;
    return [0, left, up, (left + up) >> 1, nearest][kind];
}

/** The brightness of a PNG of eight bits in colour: { width, height, light }. */
function readPng(bytes) {
    const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
    const step = { 2: 3, 6: 4 }[bytes[25]];
    assert.ok(bytes[24] === 8 && step && bytes[28] === 0);
    const parts = [];
    for (let at = 8; at < bytes.length; at += 12 + bytes.readUInt32BE(at)) {
        if (bytes.toString('latin1', at + 4, at + 8) === 'IDAT') {
            parts.push(bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at)));
        }
    }
    const packed = inflateSync(Buffer.concat(parts));
    const light = new Float64Array(width * height);
    let before = new Uint8Array(width * step);
    for (let y = 0; y < height; y++) {
        const row = packed.subarray(y * (width * step + 1) + 1, (y + 1) * (width * step + 1));
        const kind = packed[y * (width * step + 1)];
        for (let i = 0; i < row.length; i++) {
            const left = i < step ? 0 : row[i - step];
            row[i] += foretold(kind, left, before[i], i < step ? 0 : before[i - step]);
        }
        before = row;
        for (let x = 0; x < width; x++) {
            light[y * width + x] = (row[x * step] + row[x * step + 1] + row[x * step + 2]) / 3;
        }
    }
    return { width, height, light };
}

/* Sums of a box about each pixel, first along rows and then along columns. */
function blur({ width, height, light }) {
    const along = (from, count, lines, step, leap) => {
        const to = new Float64Array(from.length);
        for (let line = 0; line < lines; line++) {
            let sum = 0;
            const at = (i) => from[line * leap + Math.min(Math.max(i, 0), count - 1) * step];
            for (let i = -BLUR; i < BLUR; i++) {
                sum += at(i);
            }
            for (let i = 0; i < count; i++) {
                sum += at(i + BLUR);
                to[line * leap + i * step] = sum / (2 * BLUR + 1);
                sum -= at(i - BLUR);
            }
        }
        return to;
    };
    return along(along(light, width, height, 1, width), height, width, width, 1);
}

function compare(left, right) {
    assert.deepEqual([left.width, left.height], [right.width, right.height]);
    const [a, b] = [blur(left), blur(right)];
    let [sum, most] = [0, 0];
    for (let i = 0; i < a.length; i++) {
        const off = Math.abs(a[i] - b[i]);
        sum += off;
        most = Math.max(most, off);
    }
    return { mean: sum / a.length, most };
}

function assertPrintable(path, words, who) {
    const pictures = execFileSync('pdfimages', ['-list', path], { encoding: 'utf8' }).trim().split('\n').slice(2);
    assert.deepEqual(pictures, [], `${who}: pictures in the PDF`);
    assert.match(execFileSync('pdftotext', [path, '-'], { encoding: 'utf8' }), words, who);
    assert.match(execFileSync('pdfinfo', [path], { encoding: 'utf8' }), /Pages: +1\n/, who);
}

test('sheets', { skip: missing && `there is no ${missing}` }, async (t) => {
    const artefacts = join(process.env.NA_ARTEFACTS, 'sheets');
    mkdirSync(artefacts, { recursive: true });
    nearaid('compile', DEMO, '--no-grid', '-o', join(work, 'demo.nad'));
    for (const [name, [question, ...words], found] of SHEETS) {
        await t.test(`${name}: rsvg and Chromium agree, on the screen and on paper`, () => withPage({ viewport: { width: WIDTH, height: WIDTH } }, async (page) => {
            const svg = join(work, `${name}.svg`);
            nearaid(question, '--snapshot', join(work, 'demo.nad'), ...words, '--svg', svg);
            const [width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(readFileSync(svg, 'utf8')).slice(1).map(Number);
            const high = Math.round(WIDTH * height / width);
            const png = join(artefacts, `${name}-rsvg.png`);
            execFileSync('rsvg-convert', ['-w', WIDTH, '-h', high, '-o', png, svg]);
            await page.setViewportSize({ width: WIDTH, height: high });
            /* Chromium shows the same drawing as large as the window. */
            writeFileSync(join(work, 'shown.svg'), readFileSync(svg, 'utf8').replace(/ width="\d+mm" height="\d+mm"/, ''));
            await page.goto(pathToFileURL(join(work, 'shown.svg')).href);
            const shown = await page.screenshot({ path: join(artefacts, `${name}-chromium.png`) });
            const { mean, most } = compare(readPng(readFileSync(png)), readPng(shown));
            t.diagnostic(`${name}: the renderers differ by ${mean.toFixed(2)} on average, ${most.toFixed(0)} at most, of 255`);
            assert.ok(mean <= MEAN_MOST && most <= SPOT_MOST, `${mean} on average, ${most} at most`);
            const [ours, theirs] = ['rsvg', 'chromium'].map((who) => join(artefacts, `${name}-${who}.pdf`));
            execFileSync('rsvg-convert', ['-f', 'pdf', '-o', ours, svg]);
            assertPrintable(ours, found, 'rsvg-convert');
            await page.goto(pathToFileURL(svg).href);
            await page.pdf({ path: theirs, preferCSSPageSize: true, printBackground: true });
            assertPrintable(theirs, found, 'Chromium');
        }));
    }
    remove();
});
