/* Packs made for one test: the wards and postcodes of the demonstration pack with cabinets of the
 * test's own. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const DEMO = join(process.env.NA_SOURCE, 'data/shapefiles/tees-demo');
const WARDS = ['shp', 'shx', 'dbf', 'prj', 'cpg'].map((ending) => `wards_2023.${ending}`);
const COLUMNS = ['id', 'kind', 'name', 'address', 'postcode', 'easting_m', 'northing_m', 'position_quality',
    'siting', 'opening_hours', 'status', 'last_checked', 'valid_from', 'valid_to', 'locked', 'code_holder',
    'code_holder_phone', 'note', 'location', 'spoken_name', 'landmark', 'looks'];

/** Day, this many days before today, as YYYY-MM-DD. */
export function daysAgo(days) {
    return new Date(Date.now() - days * 86400000).toISOString().slice(0, 10);
}

function cell(value) {
    return `"${String(value ?? '').replaceAll('"', '""')}"`;
}

function table(rows, columns) {
    const lines = rows.map((row) => columns.map((column) => cell(row[column])).join(','));
    return `${[columns.join(','), ...lines].join('\n')}\n`;
}

/** A cabinet that can be used, `metres` east of TS24 8AY, changed by `more`. */
export function cabinet(id, metres, more = {}) {
    return {
        id, kind: 'bleed_cabinet', name: `Cabinet ${id}`, easting_m: 450770 + metres, northing_m: 532587,
        position_quality: 'surveyed', status: 'in_service', last_checked: daysAgo(1), ...more,
    };
}

/** A folder that is removed by its remove(). */
export function folder() {
    const path = mkdtempSync(join(tmpdir(), 'nearaid-page-'));
    return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Write a pack of these cabinets into `path`. `codes`: rows of id and code; `postcodes`: further lines;
 * `keys`: further lines of the cabinets' section. */
export function writePack(path, rows, { title = 'Test', indicative = false, codes = [], postcodes = '', keys = '' } = {}) {
    [...WARDS, 'postcodes.csv'].forEach((name) => copyFileSync(join(DEMO, name), join(path, name)));
    writeFileSync(join(path, 'cabinets.csv'), table(rows, COLUMNS.filter((column) =>
        rows.some((row) => row[column] !== undefined))));
    appendFileSync(join(path, 'postcodes.csv'), postcodes);
    if (codes.length > 0) {
        writeFileSync(join(path, 'codes.csv'), table(codes, ['id', 'code']).replaceAll('"', ''));
        chmodSync(join(path, 'codes.csv'), 0o600);
    }
    writeFileSync(join(path, 'pack.ini'), `[pack]
title = ${title}
issued = ${daysAgo(0)}
attribution = Made for a test
indicative = ${indicative ? 'yes' : 'no'}
${codes.length > 0 ? 'access_codes = codes.csv' : ''}

[wards.2023]
file = wards_2023.shp
valid_from = 2023-05-04
tolerance_m = 500
gap_limit_m2 = 100000000

[assets.cabinets]
file = cabinets.csv
${keys}

[places.postcodes]
file = postcodes.csv
format = codepoint-open
`);
    return path;
}

/** A pack of `columns` times `columns` square wards of 500 m from this corner on, and the cabinets. */
export function writeManyWards(path, columns, rows) {
    const square = (index) => {
        const east = 440000 + 500 * (index % columns);
        const north = 520000 + 500 * Math.floor(index / columns);
        const corners = [[0, 0], [0, 500], [500, 500], [500, 0], [0, 0]];
        return [corners.map(([right, up]) => [east + right, north + up])];
    };
    const features = Array.from({ length: columns * columns }, (_, index) => ({
        type: 'Feature',
        properties: { WD23CD: `E05${String(index).padStart(6, '0')}`, WD23NM: `Square ${index}` },
        geometry: { type: 'Polygon', coordinates: square(index) },
    }));
    writePack(path, rows);
    WARDS.forEach((name) => rmSync(join(path, name)));
    writeFileSync(join(path, 'squares.json'), JSON.stringify({ type: 'FeatureCollection', features }));
    execFileSync('ogr2ogr', ['-a_srs', 'EPSG:27700', join(path, 'wards_2023.shp'), join(path, 'squares.json')],
        { stdio: ['ignore', 'ignore', 'ignore'] });
    return path;
}

/** The options for tokens and an audit log in `path`. `tokens`: name, role and token of each. */
export function tokenOptions(path, tokens) {
    const lines = tokens.map(({ name, role, token }) =>
        `${name}:${role}:${createHash('sha256').update(token).digest('hex')}\n`);
    const file = join(path, 'tokens');
    writeFileSync(file, lines.join(''), { mode: 0o600 });
    return ['--tokens', file, '--audit', join(path, 'audit.log')];
}
