/* The command line of nearaidd. */
#include <argp.h>
#include <errno.h>
#include <string.h>

#include <nearaid/version.h>

#include "base/fail.h"
#include "base/number.h"
#include "base/text.h"
#include "daemon_sources.h"

/* Read by argp, so it must be seen outside of this program's own files. */
NA_API const char *argp_program_version = "nearaidd " NA_VERSION;

/* Keys of options: after the characters, then the settings in their order. */
#define KEY_SETTING 0x100
#define KEY_NO_ACCESS_LOG 0x200
#define KEY_BUILD_FD 0x201
#define KEY(setting) (KEY_SETTING + (setting))

static const struct argp_option options[] = {
    {"pack", KEY(NA_SETTING_PACK), "DIR", 0, "Compile the pack in folder DIR and serve it", 0},
    {"snapshot", KEY(NA_SETTING_SNAPSHOT), "FILE", 0, "Serve the compiled file FILE", 0},
    {"listen", KEY(NA_SETTING_LISTEN), "ADDR:PORT", 0,
     "Numeric address and port; default 127.0.0.1:8080; port 0: any free one", 0},
    {"allow-remote", KEY(NA_SETTING_ALLOW_REMOTE), NULL, 0,
     "Allow --listen on an address that other machines reach", 0},
    {"host", KEY(NA_SETTING_HOST), "NAME", 0,
     "A further name this server is reached by; repeatable", 0},
    {"grid", KEY(NA_SETTING_GRID), "FILE", 0, "The OSTN15 grid to compile with", 0},
    {"config", KEY(NA_SETTING_CONFIG), "FILE", 0, "Read settings from FILE", 0},
    {"threads", KEY(NA_SETTING_THREADS), "N", 0, "Event loops; default one a core", 0},
    {"connections", KEY(NA_SETTING_CONNECTIONS), "N", 0, "Most connections at once; default 4096",
     0},
    {"per-address", KEY(NA_SETTING_PER_ADDRESS), "N", 0,
     "Most connections from one address; default 1024", 0},
    {"body-limit", KEY(NA_SETTING_BODY_LIMIT), "BYTES", 0, "Largest body; default 65536", 0},
    {"deadline-ms", KEY(NA_SETTING_DEADLINE_MS), "MS", 0,
     "Time for a request to arrive whole; default 10000", 0},
    {"idle-ms", KEY(NA_SETTING_IDLE_MS), "MS", 0,
     "Time until the next request of a connection; default 30000", 0},
    {"batch-rows", KEY(NA_SETTING_BATCH_ROWS), "N", 0, "Most rows of a batch; default 1000000", 0},
    {"batch-bytes", KEY(NA_SETTING_BATCH_BYTES), "BYTES", 0,
     "Largest body of a batch; default 268435456", 0},
    {"batch-answer-bytes", KEY(NA_SETTING_BATCH_ANSWER_BYTES), "BYTES", 0,
     "Longest answer of a batch; default 2147483648", 0},
    {"batch-seconds", KEY(NA_SETTING_BATCH_SECONDS), "S", 0,
     "Time for a batch to arrive whole, and again to be taken; default 600", 0},
    {"batches", KEY(NA_SETTING_BATCHES), "N", 0, "Most batches at once; default 8", 0},
    {"batch-folder", KEY(NA_SETTING_BATCH_FOLDER), "DIR", 0,
     "Where answers of batches wait to be sent; default /var/tmp", 0},
    {"errands", KEY(NA_SETTING_ERRANDS), "N", 0,
     "Most processes for slow questions (coverage) at once; default 2", 0},
    {"errand-seconds", KEY(NA_SETTING_ERRAND_SECONDS), "S", 0,
     "Time for one slow question; default 20", 0},
    {"errand-memory", KEY(NA_SETTING_ERRAND_MEMORY), "BYTES", 0,
     "Memory for one slow question, besides the data; default 2147483648", 0},
    {"errand-cache", KEY(NA_SETTING_ERRAND_CACHE), "BYTES", 0,
     "Answers to slow questions kept until the data changes; default 67108864, 0: none", 0},
    {"tls-cert", KEY(NA_SETTING_TLS_CERT), "FILE", 0,
     "Speak TLS (1.2, 1.3) alone, with the certificate in FILE (PEM, ours first)", 0},
    {"tls-key", KEY(NA_SETTING_TLS_KEY), "FILE", 0,
     "Its private key (PEM, no password); both are read anew on SIGHUP", 0},
    {"tokens", KEY(NA_SETTING_TOKENS), "FILE", 0,
     "Who may see codes: lines name:control:sha256 of the token", 0},
    {"audit", KEY(NA_SETTING_AUDIT), "FILE", 0, "Note each code revealed in FILE", 0},
    {"audit-positions", KEY(NA_SETTING_AUDIT_POSITIONS), NULL, 0,
     "Note there answers about positions too, to 1 km", 0},
    {"templates", KEY(NA_SETTING_TEMPLATES), "DIR", 0,
     "Say answers by say.en.txt of DIR instead of our own", 0},
    {"map", KEY(NA_SETTING_MAP), "FILE", 0,
     "The map under the page: a file of \"nearaid map\"; loaded anew with the data", 0},
    {"no-access-log", KEY_NO_ACCESS_LOG, NULL, 0, "Do not log requests", 0},
    {"build-to-fd", KEY_BUILD_FD, "FD", OPTION_HIDDEN, NULL, 0},
    {0}};

static const char documentation[] =
    "Answer location questions over HTTP; / is the page for people.\v"
    "Example:\n"
    "  nearaidd --pack data/shapefiles/tees-demo &\n"
    "  curl 'http://127.0.0.1:8080/v1/ward?lat=54.6867&lon=-1.2080'\n\n"
    "Each setting may also be given as a variable (NEARAID_PACK, NEARAID_LISTEN, ...) or in the "
    "configuration file; an option beats a variable, which beats the file.\n"
    "SIGHUP loads the data anew, SIGUSR1 opens the audit log anew, SIGTERM ends the program.\n\n"
    "Exit status: 0 ended by a signal, 2 usage, 3 bad data, 4 input or output failed.";

struct parsing {
    struct na_sources *sources;
    enum na_code code;
    struct na_error *reterr;
};

static error_t set(struct parsing *parsing, enum na_setting setting, const char *text)
{
    parsing->code = na_sources_set(parsing->sources, setting, text, parsing->reterr);
    return parsing->code == NA_OK ? 0 : EINVAL;
}

static error_t parse_option(int key, char *text, struct argp_state *state)
{
    struct parsing *parsing = state->input;
    if (key >= KEY_SETTING && key < KEY_SETTING + NA_SETTING_COUNT) {
        return set(parsing, (enum na_setting)(key - KEY_SETTING), text != NULL ? text : "yes");
    }
    if (key == KEY_NO_ACCESS_LOG) {
        return set(parsing, NA_SETTING_ACCESS_LOG, "no");
    }
    if (key == KEY_BUILD_FD) {
        int64_t fd = -1;
        if (!na_integer_parse(na_str_of(text), 3, 1023, &fd)) {
            parsing->code = na_fail(parsing->reterr, NA_ERR_USAGE, "Not a descriptor");
            return EINVAL;
        }
        parsing->sources->build_fd = (int)fd;
        return 0;
    }
    if (key == ARGP_KEY_ARG) {
        parsing->code =
            na_fail(parsing->reterr, NA_ERR_USAGE, "Unexpected argument \"%.80s\"", text);
        (void)na_fail_at(parsing->reterr, parsing->code, NULL, 0, NULL,
                         "a pack is named by --pack DIR");
        return EINVAL;
    }
    return ARGP_ERR_UNKNOWN;
}

enum na_code na_sources_options(struct na_sources *sources, int argc, char **argv,
                                struct na_error *reterr)
{
    static const struct argp argp = {options, parse_option, NULL, documentation, NULL, NULL, NULL};
    struct parsing parsing = {.sources = sources, .code = NA_OK, .reterr = reterr};
    argp_err_exit_status = na_code_exit_status(NA_ERR_USAGE);
    error_t failed = argp_parse(&argp, argc, argv, 0, NULL, &parsing);
    if (parsing.code != NA_OK) {
        return parsing.code;
    }
    return failed == 0 ? NA_OK : na_fail_errno(reterr, failed, "read the options", NULL);
}
