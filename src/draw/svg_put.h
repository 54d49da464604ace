/* draw/svg_put.h - what the files svg*.c write with. Private to them. */
#ifndef NA_DRAW_SVG_PUT_H
#define NA_DRAW_SVG_PUT_H

#include "draw/svg.h"

/* Markup of our own; nothing from outside comes this way. */
void na_svg_put(struct na_svg *svg, const char *markup);
void na_svg_put_attribute(struct na_svg *svg, const char *name, double value);
/* Text from outside. */
void na_svg_put_escaped(struct na_svg *svg, const char *text);
/* The end of an open tag, with a title inside the element if there is one. */
void na_svg_put_tip(struct na_svg *svg, const char *element, const char *tip);

#endif
