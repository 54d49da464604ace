/* The real map under the page's own: vector tiles of the daemon on one canvas over the whole view, so that
 * there are no seams at any display scale, names stand once, and beyond the last zoom lines stay sharp. The
 * answer comes first; this is added after it, and takes nothing away if it fails. */
import { h } from './dom.js';
import { ask } from './ask.js';
import { readTile } from './mvt.js';
import { EDGE, INK, NAMES, PAPER, STYLES, classOf } from './map_style.js';

const AT_ONCE = 4;
const KEPT = 60;
const FAULTS_MOST = 3;
/* Around the view, in parts of it, so that a short move shows no bare edge. */
const PAD = .3;
const SWITCH = 'nearaid-map-background';

let about; /* of the map; a promise, null: there is none */

/** What the daemon says of its map; null if it has none. */
function readAbout() {
    about ??= (async () => {
        const { ok, body } = await ask('/readyz');
        if (!ok || !/^(loaded|not loaded, the former map stays)/.test(body.map ?? '')) {
            return null;
        }
        const answer = await ask('/v1/map');
        return answer.ok ? answer.body : null;
    })().catch(() => null);
    return about;
}

/* A tile as paths by class and names, in units of its side. */
function prepare(layers) {
    const paths = {};
    const names = [];
    for (const { name: layer, extent, features } of layers) {
        for (const feature of features) {
            const kind = classOf(layer, feature);
            const text = feature.words.name1 ?? feature.words.name ?? feature.words.name_1;
            if (kind === null) {
                continue;
            }
            if (kind in STYLES) {
                const path = paths[kind] ??= new Path2D();
                for (const part of feature.parts) {
                    for (let i = 0; i < part.length; i += 2) {
                        path[i ? 'lineTo' : 'moveTo'](part[i] / extent, part[i + 1] / extent);
                    }
                    if (feature.type === 3) {
                        path.closePath();
                    }
                }
            }
            if (typeof text === 'string' && feature.type < 3) {
                const line = feature.parts.reduce((a, b) => (b.length > a.length ? b : a), []).map((n) => n / extent);
                const inside = feature.type === 2 || line.every((n) => n >= 0 && n < 1);
                if (inside && (kind in NAMES || feature.type === 2)) {
                    names.push({ kind, text, line });
                }
            }
        }
    }
    return { paths, names };
}

/* Is somebody waiting for an answer? Then no tile is fetched, unpacked or drawn. */
const isAsked = () => document.querySelector('[aria-busy=true]') !== null;
const AGAIN_MS = 40;

class Tiles {
    constructor(changed, failed) {
        Object.assign(this, { changed, failed, kept: new Map(), waiting: [], running: 0, faults: 0 });
    }

    /** The tile, if it is here; else it is asked for. */
    get(url) {
        const tile = this.kept.get(url);
        if (tile !== undefined) {
            this.kept.delete(url);
            this.kept.set(url, tile);
            return tile;
        }
        if (this.faults < FAULTS_MOST && !this.waiting.includes(url)) {
            this.waiting.push(url);
            this.next();
        }
        return null;
    }

    /** Only what the view wants now is waited for. */
    want(urls) {
        this.waiting = this.waiting.filter((url) => urls.has(url));
    }

    next() {
        if (isAsked()) {
            this.timer ??= setTimeout(() => {
                this.timer = null;
                this.next();
            }, AGAIN_MS);
            return;
        }
        while (this.running < AT_ONCE && this.waiting.length > 0) {
            this.running += 1;
            this.fetch(this.waiting.shift());
        }
    }

    async fetch(url) {
        this.kept.set(url, null); /* not asked for twice */
        try {
            const response = await fetch(url, { priority: 'low', credentials: 'omit', referrerPolicy: 'no-referrer' });
            if (!response.ok) {
                throw new Error(`${response.status}`);
            }
            this.kept.set(url, response.status === 204 ? { paths: {}, names: [] } : prepare(readTile(await response.arrayBuffer())));
            this.faults = 0;
        } catch (error) {
            this.kept.delete(url);
            this.faults += 1;
            this.failed(error);
        }
        this.running -= 1;
        while (this.kept.size > KEPT) {
            this.kept.delete(this.kept.keys().next().value);
        }
        this.changed();
        this.next();
    }
}

function theme() {
    return matchMedia('print').matches || document.documentElement.dataset.theme !== 'dark' ? 'light' : 'dark';
}

function meets(box, boxes) {
    return boxes.some((b) => box[0] < b[2] && b[0] < box[2] && box[1] < b[3] && b[1] < box[3]);
}

/* A straight run of a line that is long enough for a name: its middle, its angle, and how far the name may move along
 * it to both sides. */
function runOf(line, width) {
    for (let i = 0; i + 3 < line.length; i += 2) {
        for (let k = line.length - 2; k > i; k -= 2) {
            const [x, y, dx, dy] = [line[i], line[i + 1], line[k] - line[i], line[k + 1] - line[i + 1]];
            const length = Math.hypot(dx, dy);
            if (length < width) {
                break;
            }
            let off = 0;
            for (let j = i + 2; j < k; j += 2) {
                off = Math.max(off, Math.abs(dx * (line[j + 1] - y) - dy * (line[j] - x)) / length);
            }
            if (off <= 3) {
                let turn = Math.atan2(dy, dx);
                turn = turn > 85 * Math.PI / 180 ? turn - Math.PI : turn <= -95 * Math.PI / 180 ? turn + Math.PI : turn;
                return { x: x + dx / 2, y: y + dy / 2, turn, slack: (length - width) / 2 };
            }
        }
    }
    return null;
}

class BaseMap {
    constructor(map, ground, info) {
        Object.assign(this, { map, ground, info });
        const pane = map.createPane('base');
        pane.style.zIndex = 150;
        pane.style.pointerEvents = 'none';
        /* Names lie above what is covered, below marks and labels that can be pointed at. */
        const above = map.createPane('names');
        above.style.zIndex = 450;
        above.style.pointerEvents = 'none';
        [this.canvas, this.names] = ['base', 'base-names'].map((name) => h('canvas', { 'aria-hidden': 'true', class: name }));
        [this.canvas, this.names].forEach((canvas) => { canvas.style.position = 'absolute'; });
        pane.append(this.canvas);
        above.append(this.names);
        this.tiles = new Tiles(() => this.later(), () => this.fail());
        this.trouble = h('span', { class: 'base-trouble', role: 'status' });
        this.box = h('input', { type: 'checkbox', change: () => this.turn() });
        this.box.checked = localStorage.getItem(SWITCH) !== 'no';
        ground.after(h('p', { class: 'base-source' }, h('label', {}, this.box, ' Map background'), ' ', this.trouble,
            h('span', { class: 'source' }, info.attribution)));
        map.on('zoomend viewreset resize', () => this.draw());
        map.on('moveend', () => this.later());
        new MutationObserver(() => this.draw()).observe(document.documentElement, { attributeFilter: ['data-theme'] });
        matchMedia('(forced-colors: active)').addEventListener('change', () => this.turn());
        /* Twice the size, at once and from what is here: then the browser prints lines, not a picture. */
        addEventListener('beforeprint', () => this.draw(2));
        addEventListener('afterprint', () => this.draw());
        this.turn();
    }

    get shown() {
        return this.box.checked && !matchMedia('(forced-colors: active)').matches;
    }

    turn() {
        localStorage.setItem(SWITCH, this.box.checked ? 'yes' : 'no');
        this.ground.classList.toggle('based', this.shown);
        this.canvas.hidden = this.names.hidden = !this.shown;
        this.draw();
    }

    fail() {
        if (this.tiles.faults >= FAULTS_MOST && !this.asked) {
            this.asked = true; /* the map may be another one meanwhile */
            about = undefined;
            readAbout().then((info) => {
                if (info && info.digest !== this.info.digest) {
                    this.info = info;
                    this.tiles.faults = 0;
                    this.draw();
                } else {
                    this.trouble.replaceChildren('Map background not available ');
                }
            });
        }
    }

    /* When the browser has painted what is more urgent. */
    later() {
        this.timer ??= setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(() => {
            this.timer = null;
            this[isAsked() ? 'later' : 'draw']();
        })), isAsked() ? AGAIN_MS : 0);
    }

    /* Tiles of the view with where their upper left corner and their side are, in pixels of the canvas. */
    inView(left, top, width, height) {
        const { zoom_min: least, zoom_max: most, template } = this.info;
        const zoom = this.map.getZoom();
        const z = Math.min(Math.max(Math.round(zoom), least), most);
        const side = 256 * 2 ** (zoom - z);
        const [west, south, east, north] = this.info.bounds;
        const across = 2 ** z;
        const row = (lat) => (1 - Math.asinh(Math.tan(lat * Math.PI / 180)) / Math.PI) / 2 * across;
        const x0 = Math.max(Math.floor(left / side), Math.floor((west + 180) / 360 * across));
        const x1 = Math.min(Math.floor((left + width) / side), Math.floor((east + 180) / 360 * across));
        const y0 = Math.max(Math.floor(top / side), Math.floor(row(north)));
        const y1 = Math.min(Math.floor((top + height) / side), Math.floor(row(south)));
        const found = [];
        for (let x = x0; x <= x1 && found.length < KEPT; x++) {
            for (let y = y0; y <= y1 && found.length < KEPT; y++) {
                found.push({ url: template.replace('{z}', z).replace('{x}', x).replace('{y}', y), x: x * side - left, y: y * side - top, side });
            }
        }
        return found;
    }

    draw(times = 1) {
        const size = this.map.getSize();
        if (!this.shown || size.x === 0) {
            return;
        }
        const ratio = times === 1 ? devicePixelRatio : times;
        const origin = this.map.getPixelBounds().min;
        const pad = size.multiplyBy(PAD).floor();
        const width = Math.round((size.x + 2 * pad.x) * ratio);
        const height = Math.round((size.y + 2 * pad.y) * ratio);
        for (const canvas of [this.canvas, this.names]) {
            Object.assign(canvas, { width, height });
            canvas.style.width = `${width / ratio}px`;
            canvas.style.height = `${height / ratio}px`;
            window.L.DomUtil.setPosition(canvas, this.map.containerPointToLayerPoint([0, 0]).subtract(pad));
        }
        const places = this.inView(origin.x - pad.x, origin.y - pad.y, width / ratio, height / ratio);
        this.tiles.want(new Set(places.map(({ url }) => url)));
        const here = places.map((place) => ({ ...place, tile: this.tiles.get(place.url) })).filter(({ tile }) => tile);
        const pen = this.canvas.getContext('2d');
        const tone = theme();
        pen.fillStyle = PAPER[tone];
        pen.fillRect(0, 0, width, height);
        this.drawPaths(pen, here, ratio, tone);
        const writer = this.names.getContext('2d');
        writer.setTransform(ratio, 0, 0, ratio, 0, 0);
        this.view = [pad.x, pad.y, pad.x + size.x, pad.y + size.y];
        this.drawNames(writer, here, tone, this.obstacles());
        this.canvas.dataset.tiles = here.length;
    }

    drawPaths(pen, here, ratio, tone) {
        const zoom = this.map.getZoom();
        const grow = 1.5 ** (zoom - 14);
        const stroke = (kind, colour, extra) => {
            const style = STYLES[kind];
            for (const { tile, x, y, side } of here) {
                if (tile.paths[kind]) {
                    pen.setTransform(side * ratio, 0, 0, side * ratio, x * ratio, y * ratio);
                    pen.lineWidth = (Math.max(style.width * grow, .7) + extra) / side;
                    pen.setLineDash((style.dash ?? []).map((length) => length / side));
                    pen.strokeStyle = colour;
                    pen.stroke(tile.paths[kind]);
                }
            }
        };
        pen.lineJoin = pen.lineCap = 'round';
        const drawn = Object.keys(STYLES).filter((kind) => zoom >= (STYLES[kind].from ?? 0));
        for (const kind of drawn.filter((one) => !STYLES[one].width)) {
            for (const { tile, x, y, side } of here) {
                if (tile.paths[kind]) {
                    pen.setTransform(side * ratio, 0, 0, side * ratio, x * ratio, y * ratio);
                    pen.fillStyle = STYLES[kind][tone];
                    pen.fill(tile.paths[kind], 'evenodd');
                }
            }
        }
        const lines = drawn.filter((one) => STYLES[one].width);
        lines.filter((kind) => STYLES[kind].edge && zoom >= 12).forEach((kind) => stroke(kind, EDGE[tone], 1.4));
        lines.forEach((kind) => stroke(kind, STYLES[kind][tone], 0));
        pen.setLineDash([]);
    }

    /* Our own marks and labels: no name may lie on them. */
    obstacles() {
        const from = this.canvas.getBoundingClientRect();
        return [...this.ground.querySelectorAll('path.asset, path.premise, path.position, .gone span, .label span')]
            .map((element) => element.getBoundingClientRect())
            .map(({ left, top, right, bottom }) => [left - from.left, top - from.top, right - from.left, bottom - from.top]);
    }

    drawNames(pen, here, tone, taken) {
        const zoom = this.map.getZoom();
        const root = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
        const once = new Set();
        const ranks = [...Object.keys(NAMES), null];
        const all = here.flatMap(({ tile, x, y, side }) => tile.names.map(({ kind, text, line }) =>
            ({ kind, text, line: line.map((n, i) => n * side + (i % 2 ? y : x)) })));
        pen.textAlign = 'center';
        pen.textBaseline = 'middle';
        pen.lineJoin = 'round';
        for (const rank of ranks) {
            for (const { kind, text, line } of all) {
                const style = NAMES[kind];
                if ((style ? kind !== rank || zoom < style.from : rank !== null || zoom < 14) || once.has(text)) {
                    continue;
                }
                const size = Math.max(style?.size ?? 11, 11) * root;
                pen.font = `${style?.italic ? 'italic ' : ''}${style?.bold ? 'bold ' : ''}${size}px sans-serif`;
                const width = pen.measureText(text).width + 4;
                const at = this.placesOf(style, line, width, size).find((place) => this.place(place, width, size, taken));
                if (at) {
                    once.add(text);
                    pen.save();
                    pen.translate(at.x, at.y);
                    pen.rotate(at.turn);
                    pen.strokeStyle = PAPER[tone];
                    pen.lineWidth = 3;
                    pen.strokeText(text, 0, 0);
                    pen.fillStyle = INK[tone];
                    pen.fillText(text, 0, 0);
                    pen.restore();
                }
            }
        }
    }

    holds(box) {
        return box.every((n, i) => (i < 2 ? n >= this.view[i] : n <= this.view[i]));
    }

    /* Where a name may stand: a place's at its point, moved into the view if that is near its edge; a street's along it. */
    placesOf(style, line, width, size) {
        if (style) {
            const [x, y] = line;
            const [left, top, right, bottom] = this.view;
            const into = (at, low, high, half) => Math.min(Math.max(at, low + half), high - half);
            return [this.holds([x, y, x, y]) ? { x: into(x, left, right, width / 2), y: into(y, top, bottom, size), turn: 0 } : { x, y, turn: 0 }];
        }
        const run = runOf(line, width);
        return run ? [0, .5, -.5, 1, -1].map((part) => ({
            turn: run.turn, x: run.x + part * run.slack * Math.cos(run.turn), y: run.y + part * run.slack * Math.sin(run.turn),
        })) : [];
    }

    /* A turned name is a chain of small boxes. None is cut by the view's edge. */
    place({ x, y, turn }, width, size, taken) {
        const count = Math.max(1, Math.ceil(Math.abs(Math.sin(turn)) * width / size));
        const step = width / count;
        const boxes = Array.from({ length: count }, (_, i) => {
            const along = (i + .5) * step - width / 2;
            const halfX = (step * Math.abs(Math.cos(turn)) + size * Math.abs(Math.sin(turn))) / 2;
            const halfY = (step * Math.abs(Math.sin(turn)) + size * Math.abs(Math.cos(turn))) / 2;
            const [cx, cy] = [x + along * Math.cos(turn), y + along * Math.sin(turn)];
            return [cx - halfX, cy - halfY, cx + halfX, cy + halfY];
        });
        const cut = boxes.some((box) => meets(box, [this.view])) && !boxes.every((box) => this.holds(box));
        if (cut || boxes.some((box) => meets(box, taken))) {
            return false;
        }
        taken.push(...boxes);
        return true;
    }
}

/** Put the daemon's map under a map of the page, if there is one. `ground` is the map's element. */
export async function addBase(map, ground) {
    const info = await readAbout();
    if (info) {
        new BaseMap(map, ground, info);
    }
}
