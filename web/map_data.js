/* What the map draws, from the daemon. What this daemon has no route for, or cannot answer, is left out and said. */
import { ask } from './ask.js';

const LIMIT = 10000;

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

/** Read all that does not change with the day. */
export async function readLayers() {
    const { body: contract } = await ask('/openapi.json');
    const has = (path) => contract.paths[path] !== undefined;
    const [datasets, wards, assets, barriers] = await Promise.all([
        ask('/v1/datasets'),
        features(`/v1/wards?f=geojson&limit=${LIMIT}`),
        features(`/v1/assets?f=geojson&limit=${LIMIT}`),
        has('/v1/barriers') ? features('/v1/barriers?f=geojson') : null,
    ]);
    const areas = datasets.body.layers.some(({ kind }) => kind === 'hotspot');
    return {
        pack: datasets.body.pack,
        kinds: datasets.body.kinds.map(({ kind }) => kind),
        wards, assets, barriers,
        hasHotspots: areas && has('/v1/hotspots'),
    };
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
