/* Figures and days in words. */

const KM2 = 1000000;

export function count(number) {
    return number.toLocaleString('en-GB');
}

export function km2(m2) {
    return (m2 / KM2).toLocaleString('en-GB', { minimumFractionDigits: 3, maximumFractionDigits: 3 });
}

/** Of a length along streets. */
export function km(m) {
    return (m / 1000).toLocaleString('en-GB', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

export function percent(share) {
    return share === null || share === undefined ? 'none' : `${(100 * share).toFixed(2)}%`;
}

export function metres(distance) {
    return `${distance.toLocaleString('en-GB', { minimumFractionDigits: 1, maximumFractionDigits: 1 })} m`;
}

/** 2026-08-01: 1 August 2026. */
export function dayWords(day) {
    return new Date(`${day}T00:00:00Z`).toLocaleDateString('en-GB', {
        timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric',
    });
}

export function today() {
    const now = new Date();
    const two = (number) => String(number).padStart(2, '0');
    return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
