/* expat with a pause after each row, so that a reader can pull rows out of a parser that pushes
 * events. Document types are refused, which ends attacks by entities before they begin. The first
 * error is kept. */
#include "workbooks/xml.h"

#include <expat.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"

#define PIECE_BYTES ((size_t)32 * 1024)

struct na_xml {
    struct na_bytes bytes;
    XML_Parser parser;
    struct na_xml_handler handler;
    void *context;
    bool paused, final;
    enum na_code failed;
    char message[160];
};

static const char *local(const char *name)
{
    const char *colon = strrchr(name, ':');
    return colon != NULL ? colon + 1 : name;
}

static void XMLCALL on_start(void *state, const XML_Char *name, const XML_Char **attributes)
{
    struct na_xml *xml = state;
    if (xml->handler.start != NULL && xml->failed == NA_OK) {
        xml->handler.start(xml->context, local(name), attributes);
    }
}

static void XMLCALL on_end(void *state, const XML_Char *name)
{
    struct na_xml *xml = state;
    if (xml->handler.end != NULL && xml->failed == NA_OK) {
        xml->handler.end(xml->context, local(name));
    }
}

static void XMLCALL on_text(void *state, const XML_Char *text, int length)
{
    struct na_xml *xml = state;
    if (xml->handler.text != NULL && xml->failed == NA_OK) {
        xml->handler.text(xml->context, (struct na_str){text, (size_t)length});
    }
}

static void XMLCALL on_doctype(void *state, const XML_Char *name, const XML_Char *system,
                               const XML_Char *public, int has_subset)
{
    (void)name;
    (void)system;
    (void)public;
    (void)has_subset;
    na_xml_fail(state, NA_ERR_DATA,
                "A part of the workbook has a document type, which no workbook "
                "has");
}

enum na_code na_xml_new(struct na_bytes bytes, const struct na_xml_handler *handler, void *context,
                        struct na_xml **ret_xml, struct na_error *reterr)
{
    struct na_xml *xml = calloc(1, sizeof *xml);
    XML_Parser parser = XML_ParserCreate(NULL);
    if (xml == NULL || parser == NULL) {
        free(xml);
        XML_ParserFree(parser);
        na_bytes_close(&bytes);
        return na_fail_memory(reterr, "reading XML");
    }
    *xml =
        (struct na_xml){.bytes = bytes, .parser = parser, .handler = *handler, .context = context};
    XML_SetUserData(parser, xml);
    XML_SetElementHandler(parser, on_start, on_end);
    XML_SetCharacterDataHandler(parser, on_text);
    XML_SetStartDoctypeDeclHandler(parser, on_doctype);
    *ret_xml = xml;
    return NA_OK;
}

void na_xml_free(struct na_xml *xml)
{
    if (xml != NULL) {
        XML_ParserFree(xml->parser);
        na_bytes_close(&xml->bytes);
        free(xml);
    }
}

void na_xml_pause(struct na_xml *xml)
{
    xml->paused = true;
    (void)XML_StopParser(xml->parser, XML_TRUE);
}

void na_xml_fail(struct na_xml *xml, enum na_code code, const char *message)
{
    if (xml->failed == NA_OK) {
        xml->failed = code;
        (void)na_text_copy(xml->message, sizeof xml->message, message);
        (void)XML_StopParser(xml->parser, XML_FALSE);
    }
}

static enum na_code fail(const struct na_xml *xml, struct na_error *reterr)
{
    if (xml->failed == NA_ERR_MEMORY || XML_GetErrorCode(xml->parser) == XML_ERROR_NO_MEMORY) {
        return na_fail_memory(reterr, "reading XML");
    }
    if (xml->failed != NA_OK) {
        return na_fail(reterr, xml->failed, "%s", xml->message);
    }
    (void)na_fail(reterr, NA_ERR_DATA, "A part of the workbook is not XML: %s",
                  XML_ErrorString(XML_GetErrorCode(xml->parser)));
    return na_fail_at(reterr, NA_ERR_DATA, NULL, 0, NULL, "Open it in Excel and save it again");
}

static enum XML_Status feed(struct na_xml *xml, enum na_code *ret_code, struct na_error *reterr)
{
    size_t got = 0;
    void *room = XML_GetBuffer(xml->parser, (int)PIECE_BYTES);
    if (room == NULL) {
        return XML_STATUS_ERROR;
    }
    *ret_code = xml->bytes.read(xml->bytes.state, room, PIECE_BYTES, &got, reterr);
    if (*ret_code != NA_OK) {
        return XML_STATUS_OK;
    }
    xml->final = got == 0;
    return XML_ParseBuffer(xml->parser, (int)got, xml->final);
}

enum na_code na_xml_run(struct na_xml *xml, bool *ret_ended, struct na_error *reterr)
{
    enum na_code code = NA_OK;
    bool resume = xml->paused;
    *ret_ended = false;
    for (;;) {
        xml->paused = false;
        enum XML_Status status = resume ? XML_ResumeParser(xml->parser) : feed(xml, &code, reterr);
        resume = false;
        if (code != NA_OK) {
            return code;
        }
        if (status == XML_STATUS_ERROR || xml->failed != NA_OK) {
            return fail(xml, reterr);
        }
        if (status == XML_STATUS_SUSPENDED) {
            xml->paused = true;
            return NA_OK;
        }
        if (xml->final) {
            *ret_ended = true;
            return NA_OK;
        }
    }
}

const char *na_xml_attribute(const char **attributes, const char *name)
{
    for (size_t i = 0; attributes[i] != NULL; i += 2) {
        if (strcmp(local(attributes[i]), name) == 0) {
            return attributes[i + 1];
        }
    }
    return NULL;
}
