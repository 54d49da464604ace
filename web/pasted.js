/* Is a pasted text a position as programs write it: a link, a handset's message (AML), coordinates,
 * easting and northing, a grid reference? Such a text is asked about at once. What it means is the
 * daemon's to say: here only its shape is looked at. */

const NUMBER = '[-+\\u2212]?\\d{1,3}[.,]\\d{3,}';
const SHAPES = [
    /* links, and geo: */
    /^(https?:\/\/|www\.|geo:)\S+$/i,
    /* AML: lt=+54.68580;lg=-001.21400 */
    /\b(lt|lat|latitude|location_latitude)["']?\s*[=:]\s*[-+]?\d.*\b(lg|lon|long|lng|longitude|location_longitude)["']?\s*[=:]\s*[-+]?\d/i,
    /* well-known text */
    /^(srid=\d+;\s*)?point\s*z?\s*\([^)]*\)$/i,
    /* 54.6858, -1.2140, perhaps in brackets or with letters of the sky */
    new RegExp(`^[([{<]?\\s*[NS]?\\s*${NUMBER}\\s*°?\\s*[NS]?\\s*[,;/|\\s]\\s*[EW]?\\s*${NUMBER}\\s*°?\\s*[EW]?\\s*[)\\]}>]?$`, 'i'),
    /* degrees and minutes */
    /^[NS]?\s*\d{1,2}\s*[°d].*\d\s*['′m"″].*[EW]?\s*\d{1,3}\s*[°d].*$/i,
    /* easting and northing */
    /^(e(asting)?|x)?\s*[:=]?\s*\d{3},?\d{3}\s*m?\s*[eE]?\s*[,;/|\s]\s*(n(orthing)?|y)?\s*[:=]?\s*\d{3},?\d{3}\s*m?\s*[nN]?$/i,
    /* a grid reference, perhaps named as one */
    /^(grid\s*ref(erence)?|gr|os)?\s*[:=]?\s*[HNOST][A-HJ-Z][\s.,:/-]*(\d[\s.,:/-]*){4,10}$/i,
];

export function isPosition(text) {
    const trimmed = text.trim();
    return SHAPES.some((shape) => shape.test(trimmed));
}
