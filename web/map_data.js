/* What the map draws, from the daemon. What this daemon has no route for, or cannot answer, is left
 * out and said. */
import { ask } from './ask.js';

const LIMIT = 10000;
/* A browser draws so many wards at once without a pause that is felt. */
const WARDS_AT_ONCE = 1000;
/* Wards around an answer are asked for by whole tiles of so many degrees, which are no position. */
const TILE_DEG = 0.25;

const NONE = { features: [], returned: 0, total: 0 };

function validOn(day) {
    return ({ properties: { valid_from: from, valid_to: to } }) =>
        (!from || from <= day) && (!to || to >= day);
}

async function features(path) {
    try {
        const { ok, body } = await ask(path);
        return ok ? body : null;
    } catch {
        return null;
    }
}

export function readAssets() {
    return features(`/v1/assets?f=geojson&limit=${LIMIT}`);
}

/** Read all that does not change with the day. */
export async function readLayers() {
    const [{ body: contract }, { body: datasets }] = await Promise.all([
        ask('/openapi.json'), ask('/v1/datasets')]);
    const has = (path) => contract.paths[path] !== undefined;
    const { layers, kinds } = datasets;
    const wardCounts = layers.filter(({ role }) => role === 'wards').map(({ count }) => count);
    const manyWards = Math.max(0, ...wardCounts) > WARDS_AT_ONCE;
    const [wards, assets, barriers] = await Promise.all([
        wardCounts.length === 0 || manyWards ? NONE : features(`/v1/wards?f=geojson&limit=${LIMIT}`),
        readAssets(),
        has('/v1/barriers') ? features('/v1/barriers?f=geojson') : null,
    ]);
    return {
        kinds: kinds.map(({ kind }) => kind), wards, manyWards, assets, barriers,
        hasHotspots: layers.some(({ kind }) => kind === 'hotspot') && has('/v1/hotspots'),
    };
}

/** The wards of the tiles that these bounds of Leaflet touch. */
export function readWardsAround(bounds) {
    const out = (value, round) => round(value / TILE_DEG) * TILE_DEG;
    const box = [out(bounds.getWest(), Math.floor), out(bounds.getSouth(), Math.floor),
        out(bounds.getEast(), Math.ceil), out(bounds.getNorth(), Math.ceil)];
    return features(`/v1/wards?f=geojson&limit=${WARDS_AT_ONCE}&bbox=${box.join(',')}`);
}

export function readHotspots(day) {
    return features(`/v1/hotspots?f=geojson&as_at=${day}`);
}

/** Features of a collection that are valid on a day. */
export function onDay(collection, day) {
    return (collection?.features ?? []).filter(validOn(day));
}

/** In words what of a collection is missing, or null. */
export function missing(name, collection) {
    if (collection === null) {
        return `The ${name} could not be read`;
    }
    return collection.returned < collection.total
        ? `Only ${collection.returned} of ${collection.total} ${name} are drawn` : null;
}
