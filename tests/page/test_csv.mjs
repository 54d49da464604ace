/* The page's reader of CSV, in the browser that runs it. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { withPage } from './browser.mjs';
import { withDaemon } from './daemon.mjs';
import { DEMO } from './packs.mjs';

const SPECTRUM = join(process.env.NA_SOURCE, '../shared/data/conformance/csv-spectrum');

/* Rows of `text`, which comes in pieces of the sizes in turn. */
function rowsIn(page, text, sizes, delimiter = ',') {
    return page.evaluate(async ([all, lengths, separator]) => {
        const { csvReader } = await import('/web/csv.js');
        const rows = [];
        const reader = csvReader(separator, (fields) => rows.push(fields));
        for (let at = 0, turn = 0; at < all.length; turn += 1) {
            const to = at + lengths[turn % lengths.length];
            reader.push(all.slice(at, to));
            at = to;
        }
        reader.end();
        return rows;
    }, [text, sizes, delimiter]);
}

async function inPage(use) {
    await withDaemon(DEMO, [], ({ url }) => withPage({}, async (page) => {
        await page.goto(url);
        await use(page);
    }));
}

test('the cases of csv-spectrum, whole and letter by letter',
    existsSync(SPECTRUM) ? {} : { skip: `there is no ${SPECTRUM}` }, () => inPage(async (page) => {
        const names = readdirSync(join(SPECTRUM, 'csvs')).map((file) => basename(file, '.csv'));
        assert.ok(names.length >= 10);
        for (const name of names) {
            /* Copies of these files on the way lost their CRs: what their names say is put back. */
            const kept = readFileSync(join(SPECTRUM, 'csvs', `${name}.csv`), 'utf8');
            const text = name.endsWith('_crlf') ? kept.replace(/\r?\n/g, '\r\n') : kept;
            const wanted = JSON.parse(readFileSync(join(SPECTRUM, 'json', `${name}.json`), 'utf8'));
            for (const size of [1, 2, 7, text.length + 1]) {
                const [head, ...rows] = await rowsIn(page, text, [size]);
                const objects = rows.map((row) => Object.fromEntries(head.map((title, at) => [title, row[at]])));
                assert.deepEqual(objects, wanted, `${name} by ${size}`);
            }
        }
    }));

test('rows of any letters, in pieces of any size', () => inPage(async (page) => {
    let state = Math.floor(Math.random() * 0x7fffffff) + 1;
    console.log(`seed ${state}`);
    const random = (below) => {
        state = (state * 48271) % 0x7fffffff;
        return state % below;
    };
    const letters = ['a', 'é', ',', ';', '"', '\n', '\r', '\r\n', ' ', "'", '='];
    for (let round = 0; round < 60; round += 1) {
        const field = () => Array.from({ length: random(6) }, () => letters[random(letters.length)]).join('');
        const rows = Array.from({ length: 1 + random(8) }, () => ['x', ...Array.from({ length: random(5) }, field)]);
        const end = ['\n', '\r\n', '\r'][random(3)];
        const written = (text) => (/[",;\r\n]/.test(text) || random(3) === 0 ? `"${text.replaceAll('"', '""')}"` : text);
        const delimiter = [',', ';', '\t'][random(3)];
        const text = rows.map((row) => row.map(written).join(delimiter) + end).join('');
        const sizes = Array.from({ length: 5 }, () => 1 + random(9));
        assert.deepEqual(await rowsIn(page, text, sizes, delimiter), rows, JSON.stringify([text, sizes]));
    }
}));

test('odd quotes, blank lines and a missing line end', () => inPage(async (page) => {
    const cases = [
        ['a"b,"c"d"\n', [['a"b', 'c"d']]],
        ['"b"c,d\n"b""c",e\n', [['b"c,d\n"b"c', 'e']]],
        ['\n\na,b\n\n\r\nc\n', [['a', 'b'], ['c']]],
        ['""\n', [['']]],
        ['a,', [['a', '']]],
        [',\n', [['', '']]],
        ['"open, to the end', [['open, to the end']]],
    ];
    for (const [text, wanted] of cases) {
        assert.deepEqual(await rowsIn(page, text, [3]), wanted, JSON.stringify(text));
    }
}));

test('formulas are written as texts, numbers as they are', () => inPage(async (page) => {
    const cases = { '=1+1': "'=1+1", '+44': "'+44", '-1.5': '-1.5', '-x': "'-x", '@a': "'@a", '\tb': "'\tb",
        'a=b': 'a=b', '=a,"b"': '"\'=a,""b"""', '\rc': '"\'\rc"', '-': "'-", '': '' };
    const made = await page.evaluate(async (texts) => {
        const { safeCell } = await import('/web/csv.js');
        return texts.map(safeCell);
    }, Object.keys(cases));
    assert.deepEqual(made, Object.values(cases));
}));

test('the names at the beginning of a file are seen whatever parts them, titles above and UTF-16 too', () => inPage(async (page) => {
    const wide = (text) => [0xff, 0xfe, ...[...text].flatMap((c) => [c.charCodeAt(0), 0])];
    const cases = [['a,"ward_code",lat\n', true], ['a;ward_code;lat\n', true], ['a\tlat\tward_code\r\n', true],
        ['A title\n\na|ward_code|b\n', true], ['my ward_code,lat\n', false], ['', false]];
    for (const [text, wanted] of cases) {
        for (const bytes of [[...new TextEncoder().encode(text)], wide(text)]) {
            const found = await page.evaluate(async (all) => {
                const { beginning } = await import('/web/csv.js');
                return (await beginning(new Blob([new Uint8Array(all)]))).includes('ward_code');
            }, bytes);
            assert.equal(found, wanted, text);
        }
    }
}));
