/* What a feature of a vector tile is to the page, and how it is drawn: one table of classes, for light and
 * dark. The same classes as src/basemap/ground.c, which the printed sheets are drawn by. */

/* In the order of drawing. `width` in pixels at zoom 14; it grows and shrinks with the zoom. */
export const STYLES = {
    green: { light: '#dfe9d6', dark: '#1c2a1e' },
    site: { light: '#ebe8e2', dark: '#23272b' },
    wood: { light: '#d3e3c8', dark: '#1a2c1c' },
    shore: { light: '#f0ead6', dark: '#2a2a22' },
    water: { light: '#cfe0ec', dark: '#14283a' },
    sea: { light: '#cfe0ec', dark: '#14283a' },
    building: { light: '#dcd8d2', dark: '#2c3136', from: 13 },
    stream: { light: '#b7cfe0', dark: '#1b3a52', width: 1 },
    path: { light: '#e7e2d8', dark: '#2f3439', width: .8, from: 14 },
    restricted: { light: '#ffffff', dark: '#33383e', edge: true, width: 1.6, from: 13 },
    local: { light: '#ffffff', dark: '#3a4047', edge: true, width: 3, from: 12 },
    minor: { light: '#ffffff', dark: '#434a52', edge: true, width: 3.8 },
    b_road: { light: '#fdf6d8', dark: '#4b4a3e', edge: true, width: 4.4 },
    a_road: { light: '#fdecb8', dark: '#57523f', edge: true, width: 5 },
    primary: { light: '#fbdf9c', dark: '#615741', edge: true, width: 5.6 },
    motorway: { light: '#f6cfa0', dark: '#6b553f', edge: true, width: 6 },
    rail: { light: '#8d8d8d', dark: '#6d757d', width: 1.4 },
    boundary: { light: '#7a7a7a', dark: '#7f868d', width: 1, dash: [8, 3, 2, 3] },
};
export const EDGE = { light: '#c9c2b6', dark: '#15181b' };

/* Names by rank. */
export const NAMES = {
    town: { size: 16, bold: true, from: 9 }, village: { size: 13.5, bold: false, from: 11 }, suburb: { size: 13, bold: false, from: 12 },
    hamlet: { size: 12, bold: false, from: 13 }, station: { size: 11, bold: true, from: 14 },
    waterName: { size: 11.5, italic: true, from: 13 }, greenName: { size: 11.5, italic: true, from: 14 }, siteName: { size: 11, italic: true, from: 15 },
};
export const INK = { light: '#2b2b2b', dark: '#e3e6e8' };
export const PAPER = { light: '#f6f5f1', dark: '#1d2023' };

const AREAS = {
    sea: 'sea', foreshore: 'shore', surfacewater: 'water', greenspaces: 'green', greenspace: 'green', sites: 'site', woodland: 'wood',
    buildings: 'building', Building: 'building', Woodland: 'wood', SurfaceWater_Area: 'water', TidalWater: 'sea', park: 'green', building: 'building',
};
const ROADS = {
    Motorway: 'motorway', Primary: 'primary', 'A Road': 'a_road', 'B Road': 'b_road', Minor: 'minor', 'Minor Road': 'minor', Local: 'local',
    Restricted: 'restricted', 'Guided Busway': 'restricted', Path: 'path', Footpath: 'path', 'Primary Road': 'primary', 'Classified Unnumbered': 'minor',
    motorway: 'motorway', trunk: 'primary', primary: 'a_road', secondary: 'b_road', tertiary: 'minor', minor: 'local', service: 'restricted',
    track: 'restricted', path: 'path', rail: 'rail', transit: 'rail',
};
const PLACES = {
    Capital: 'town', City: 'town', Town: 'town', Village: 'village', 'Suburban Area': 'suburb', Hamlet: 'hamlet', 'Small Settlements': 'hamlet',
    Water: 'waterName', Woodland: 'greenName', Greenspace: 'greenName', Sites: 'siteName',
    city: 'town', town: 'town', village: 'village', suburb: 'suburb', quarter: 'suburb', neighbourhood: 'suburb', hamlet: 'hamlet',
};

/** The class of a feature; null: not drawn. */
export function classOf(layer, { type, words }) {
    const kind = words.type ?? words.class ?? words.classification ?? words.road_classification;
    if (type === 3) {
        if (layer === 'water') {
            return kind === 'ocean' ? 'sea' : 'water';
        }
        if (layer === 'landcover') {
            return { wood: 'wood', grass: 'green', sand: 'shore' }[kind] ?? null;
        }
        return AREAS[layer] ?? null;
    }
    if (type === 2) {
        if (/^Tunnels?$/.test(kind) || words.brunnel === 'tunnel') {
            return null;
        }
        switch (layer) {
        case 'roads': case 'road_link': case 'Road': return ROADS[kind] ?? 'local';
        case 'transportation': return ROADS[kind] ?? null;
        case 'transportation_name': return 'roadName';
        case 'waterlines': return /^M[HL]W$/.test(kind) ? null : 'stream';
        case 'waterway': case 'SurfaceWater_Line': return 'stream';
        case 'rail': case 'RailwayTrack': return 'rail';
        case 'boundaries': case 'boundary': return 'boundary';
        default: return null;
        }
    }
    switch (layer) {
    case 'names': case 'place': return PLACES[kind] ?? null;
    case 'railwaystations': case 'railway_stations': return 'station';
    case 'water_name': return 'waterName';
    default: return null;
    }
}
