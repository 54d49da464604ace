/* A reader of vector tiles (Mapbox Vector Tile 2.1): an inflated tile to features by layer. What breaks a
 * rule throws; the daemon has checked every tile before, so that does not happen to ours. */

const decoder = new TextDecoder('utf-8', { fatal: true });

class Reader {
    constructor(bytes, from = 0, to = bytes.length) {
        Object.assign(this, { bytes, at: from, end: to });
    }

    varint() {
        let value = 0;
        for (let times = 1; this.at < this.end; times *= 128) {
            const byte = this.bytes[this.at++];
            value += (byte & 127) * times;
            if (byte < 128) {
                return value;
            }
        }
        throw new RangeError('a number is cut short');
    }

    /** The bytes of a field that has a length. */
    inside() {
        const length = this.varint();
        const from = this.at;
        this.at += length;
        if (this.at > this.end) {
            throw new RangeError('a field is cut short');
        }
        return new Reader(this.bytes, from, this.at);
    }

    text() {
        const { at, end } = this.inside();
        return decoder.decode(this.bytes.subarray(at, end));
    }

    skip(wire) {
        if (wire === 0) {
            this.varint();
        } else if (wire === 2) {
            this.inside();
        } else {
            this.at += wire === 1 ? 8 : 4;
        }
    }

    /** Call take(field number, reader) for each field that it wants; others are passed over. */
    fields(takers) {
        while (this.at < this.end) {
            const key = this.varint();
            const take = takers[Math.floor(key / 8)];
            if (take) {
                take(this);
            } else {
                this.skip(key & 7);
            }
        }
    }
}

/* Only texts and whole numbers mean something to us. */
function valueOf(reader) {
    let value = null;
    reader.fields({
        1: (r) => { value = r.text(); }, 4: (r) => { value = r.varint(); }, 5: (r) => { value = r.varint(); },
        6: (r) => { const n = r.varint(); value = n % 2 ? -(n + 1) / 2 : n / 2; }, 7: (r) => { value = r.varint() === 1; },
    });
    return value;
}

function zigzag(value) {
    return value % 2 ? -(value + 1) / 2 : value / 2;
}

/** Parts of flat [x, y, x, y, ...] in units of the tile. */
function partsOf(reader) {
    const parts = [];
    let x = 0;
    let y = 0;
    while (reader.at < reader.end) {
        const word = reader.varint();
        const command = word & 7;
        for (let left = command === 7 ? 0 : word >> 3; left > 0; left--) {
            x += zigzag(reader.varint());
            y += zigzag(reader.varint());
            if (command === 1) {
                parts.push([]);
            }
            parts.at(-1).push(x, y);
        }
    }
    return parts;
}

function featureOf(reader, keys, values) {
    const feature = { type: 0, words: {}, parts: [] };
    const tags = [];
    reader.fields({
        2: (r) => { const inside = r.inside(); while (inside.at < inside.end) { tags.push(inside.varint()); } },
        3: (r) => { feature.type = r.varint(); },
        4: (r) => { feature.parts = partsOf(r.inside()); },
    });
    for (let i = 0; i + 1 < tags.length; i += 2) {
        feature.words[keys[tags[i]]] = values[tags[i + 1]];
    }
    return feature;
}

/** [{ name, extent, features: [{ type: 1 point, 2 line, 3 polygon; words; parts }] }] */
export function readTile(buffer) {
    const layers = [];
    new Reader(new Uint8Array(buffer)).fields({
        3: (reader) => {
            const layer = { name: '', extent: 4096, features: [] };
            const keys = [];
            const values = [];
            const features = [];
            reader.inside().fields({
                1: (r) => { layer.name = r.text(); }, 2: (r) => features.push(r.inside()), 3: (r) => keys.push(r.text()),
                4: (r) => values.push(valueOf(r.inside())), 5: (r) => { layer.extent = r.varint(); },
            });
            layer.features = features.map((feature) => featureOf(feature, keys, values));
            layers.push(layer);
        },
    });
    return layers;
}
