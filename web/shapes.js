/* Marks for the kinds of asset: told apart by shape as well as by colour. */
import { svg } from './dom.js';

/* Corners as turns of a circle (0 is up) and shares of the radius. */
function ngon(count, start, inner) {
    const corners = [];
    for (let i = 0; i < count; i += 1) {
        corners.push([start + i / count, 1.2]);
        if (inner) {
            corners.push([start + (i + 0.5) / count, inner]);
        }
    }
    return corners;
}

const SHAPES = [
    ngon(24, 0, 0), /* as good as a circle */
    ngon(4, 0.125, 0),
    ngon(3, 0, 0),
    ngon(4, 0, 0),
    ngon(5, 0, 0.55),
    ngon(3, 0.5, 0),
    ngon(4, 0, 0.4),
    ngon(6, 0, 0),
];

export function shapeClass(number) {
    return `kind${number % SHAPES.length}`;
}

/** The outline of kind `number` around x, y as the `d` of an SVG path. */
export function shapePath(number, x, y, radius) {
    const corners = SHAPES[number % SHAPES.length].map(([turn, share]) => {
        const angle = turn * 2 * Math.PI;
        const east = x + radius * share * Math.sin(angle);
        const south = y - radius * share * Math.cos(angle);
        return `${east.toFixed(1)},${south.toFixed(1)}`;
    });
    return `M${corners.join('L')}Z`;
}

/** The mark as a picture for a legend. */
export function shapePicture(number) {
    return svg('svg', { class: 'mark', viewBox: '-10 -10 20 20', 'aria-hidden': 'true' },
        svg('path', { class: shapeClass(number), d: shapePath(number, 0, 0, 7) }));
}

/** A Leaflet path of that shape, `radius` pixels large whatever the zoom; hollow for what cannot be
 * used now. Further options are Leaflet's of a path. */
export function shapeMarker(L, at, number, { usable = true, ...options } = {}) {
    const Marker = L.CircleMarker.extend({
        _updatePath() {
            const { x, y } = this._point;
            this._renderer._setPath(this, this._empty() ? 'M0 0'
                : shapePath(number, x, y, this._radius));
        },
    });
    const className = `asset ${shapeClass(number)}${usable ? '' : ' cannot'}`;
    return new Marker(at, { className, radius: 7, bubblingMouseEvents: false, ...options });
}
