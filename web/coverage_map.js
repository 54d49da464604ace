/* What is covered and what is not, on the map. */
import { h, svg } from './dom.js';
import { amountsOf } from './coverage_amounts.js';
import { percent, dayWords } from './figures.js';
import { targetWords } from './coverage_state.js';
import { kindWords } from './words.js';
import { shapeMarker, shapePicture } from './shapes.js';
import { AreaMap, lineSwatch, swatch } from './area_map.js';

/* Small, so that what they cover is to be seen. */
const MARK = 4;
const PREMISES = { lost: 'premises: loses cover', gained: 'premises: gains cover', never: 'premises: not covered' };

/* Pieces of street have their own roles: covered_streets, gained_streets, lost_streets. */
function wordsOfPart(properties, { part, size, words }) {
    const { role, name, code } = properties;
    const all = size(properties);
    const of = all === undefined ? '' : ` of ${words(all)} (${percent(all > 0 ? part(properties) / all : null)})`;
    return `${name ?? code}: ${role.replace('_streets', ' streets,')} ${words(part(properties))}${of}`;
}

function legendOf({ measure }, compared, days, kinds, order, gone) {
    const streets = measure === 'walk';
    const picture = (name) => (streets ? lineSwatch(name) : swatch(name));
    const parts = compared
        ? [['covered', `covered on ${dayWords(days[1])}`], ['gained', `gained by ${dayWords(days[1])}`], ['lost', `lost by ${dayWords(days[1])}`]]
        : [['covered', streets ? 'covered streets' : 'covered'], ...(streets ? [] : [['gap', 'gap: not covered']])];
    const marks = kinds.map((kind) => [shapePicture(order.indexOf(kind)), kindWords(kind)]);
    const away = h('span', { class: 'gone-key', 'aria-hidden': 'true' }, '✕');
    return [...parts.map(([name, text]) => [picture(name), text]), ...marks,
        ...(gone ? [[away, 'counts on one of the days only']] : [])];
}

function titleOf({ within_m: within, kind, tag, measure }, days) {
    return `What lies ${targetWords(within, kind[0], tag, measure)}: ${days.map(dayWords).join(' and ')}`;
}

/** The map in `section`. `order` is that of the pack's kinds, which gives each its mark. */
export function coverageMap(section, order) {
    const map = new AreaMap(section, 'coverage');
    const premises = window.L.layerGroup().addTo(map.map);
    const premisesKey = h('ul', { class: 'legend', 'aria-label': 'Legend of the premises', hidden: true });
    map.keys.after(premisesKey);
    let drawn = null;

    function markOf({ geometry, id, properties: { kind, name, counts_on: counts } }, days) {
        const [lon, lat] = geometry.coordinates;
        const on = counts.split(' ');
        const always = on.length === days.length;
        const words = `${kindWords(kind)}: ${name ?? id}${always ? '' : `; counts only on ${on.map(dayWords).join(', ')}`}`;
        const mark = shapeMarker(window.L, [lat, lon], order.indexOf(kind), { radius: MARK });
        mark.on('mouseover', () => map.tell(words)).on('click', () => map.tell(words));
        if (always) {
            return [mark];
        }
        const icon = window.L.divIcon({ className: 'gone', html: h('span', {}, '✕'), iconSize: null });
        return [mark, window.L.marker([lat, lon], { icon, interactive: false, keyboard: false })];
    }

    function interestOf(assets, metres) {
        const bounds = window.L.latLngBounds([]);
        assets.forEach(({ geometry: { coordinates: [lon, lat] } }) =>
            bounds.extend(window.L.latLng(lat, lon).toBounds(3 * metres)));
        return bounds;
    }

    return {
        /** `collection` is the daemon's GeoJSON; `wards` its wards, or null; `standing` what is covered on the second of two
         * days. */
        draw(collection, wards, standing = []) {
            const { query, features } = collection;
            const compared = query.compare !== undefined;
            const days = query.compare ?? [query.as_at];
            const assets = features.filter(({ properties }) => properties.role === 'asset');
            map.drawAreas(wards, () => ({ className: 'outline', fill: 'zero' }),
                ({ name, authority_name: authority }) => `Ward: ${[name, authority].filter(Boolean).join(', ')}`);
            map.drawParts([...standing, ...features].filter(({ properties }) => properties.role !== 'asset'),
                ({ role }) => ({ className: `part ${role}`, fill: role.endsWith('_streets') ? null : role }),
                (properties) => wordsOfPart(properties, amountsOf(query)));
            map.drawMarks(assets.flatMap((asset) => markOf(asset, days)));
            map.entitle(titleOf(query, days));
            map.legend(legendOf(query, compared, days, query.kind, order,
                assets.some(({ properties }) => properties.counts_on.split(' ').length < days.length)));
            /* Moves of the slider must not move the map. */
            const what = `${query.kind} ${query.tag}`;
            map.interest = interestOf(assets, query.within_m);
            if (drawn !== what) {
                map.fit();
            }
            drawn = what;
        },
        /** Premises of a file: [{ at: [lat, lon], change, words }]. */
        drawPremises(list) {
            premises.clearLayers();
            for (const { at, change, words } of list) {
                const mark = window.L.circleMarker(at, { radius: 5, className: `premise ${change}`, bubblingMouseEvents: false });
                mark.on('mouseover click', () => map.tell(words));
                premises.addLayer(mark);
            }
            const used = Object.keys(PREMISES).filter((change) => list.some((one) => one.change === change));
            premisesKey.hidden = used.length === 0;
            premisesKey.replaceChildren(...used.map((change) => h('li', {},
                svg('svg', { class: 'mark', viewBox: '-10 -10 20 20', 'aria-hidden': 'true' }, svg('circle', { class: `premise ${change}`, r: 7 })),
                ' ', PREMISES[change])));
        },
        fit: () => drawn !== null && map.map.invalidateSize({ animate: false }),
        clear() {
            drawn = null;
            map.drawParts([]);
            map.drawMarks([]);
        },
    };
}
