// smtp: see the header. Hides libcurl.
#include "server/mail/smtp.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/strbuf.h"
#include "server/mail/curl_library.h"
#include "server/rules/settings.h"

enum { CONNECT_SECONDS = 15, ANSWER_SECONDS = 30, WHOLE_SECONDS = 90 };

struct smtp {
    const struct curl_library *curl;
    CURL *handle;
    const atomic_bool *stop;
    char message[CURL_ERROR_SIZE];  // libcurl's words
};

// What libcurl reads from while it sends.
struct source {
    const char *data;
    size_t left;
};

static size_t read_source(char *out, size_t size, size_t count, void *context) {
    struct source *source = context;
    size_t taken = size * count < source->left ? size * count : source->left;
    memcpy(out, source->data, taken);
    source->data += taken;
    source->left -= taken;
    return taken;
}

// Called about once a second, and whenever something happens.
static int look_at_stop(void *context, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d) {
    (void) a, (void) b, (void) c, (void) d;
    const struct smtp *smtp = context;
    return atomic_load(smtp->stop) ? 1 : 0;
}

// What nobody else on the way can read.
static bool is_loopback(const char *host) {
    struct in_addr four;
    if (strcasecmp(host, "localhost") == 0 || strcmp(host, "::1") == 0 || strcmp(host, "[::1]") == 0) return true;
    return inet_pton(AF_INET, host, &four) == 1 && ntohl(four.s_addr) >> 24 == 127;
}

static bool fail(char problem[SMTP_PROBLEM_SIZE], const char *words) {
    snprintf(problem, SMTP_PROBLEM_SIZE, "%s", words);
    return false;
}

// "smtp://mail.example.org:587/news.example.org"; the last part is how we introduce ourselves.
static void add_url(struct strbuf *out, const struct settings *settings) {
    const bool tls = strcmp(settings->smtp_security, "tls") == 0, none = strcmp(settings->smtp_security, "none") == 0;
    const int64_t port = settings->smtp_port ? settings->smtp_port : tls ? 465 : none ? 25 : 587;
    const bool bare_ipv6 = strchr(settings->smtp_host, ':') && settings->smtp_host[0] != '[';
    const char *own = strstr(settings->home, "://") + 3;
    strbuf_addf(out, "%s://%s%s%s:%lld/%.*s", tls ? "smtps" : "smtp", bare_ipv6 ? "[" : "", settings->smtp_host,
                bare_ipv6 ? "]" : "", (long long) port, (int) strcspn(own, ":/"), own);
}

#define OPTION(option_, value_) \
    good = good && smtp->curl->curl_easy_setopt(smtp->handle, (option_), (value_)) == CURLE_OK

static bool set_up(struct smtp *smtp, const struct settings *settings) {
    STRBUF_CLEAN struct strbuf url;
    strbuf_init(&url, 0);
    add_url(&url, settings);
    const bool starttls = strcmp(settings->smtp_security, "starttls") == 0;
    bool good = !strbuf_failed(&url);
    OPTION(CURLOPT_URL, url.data);
    OPTION(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    OPTION(CURLOPT_PROXY, "");
    OPTION(CURLOPT_NOSIGNAL, 1L);
    // A name server that does not answer holds nobody up at the end.
    OPTION(CURLOPT_QUICK_EXIT, 1L);
    OPTION(CURLOPT_ERRORBUFFER, smtp->message);
    OPTION(CURLOPT_CONNECTTIMEOUT, (long) CONNECT_SECONDS);
    OPTION(CURLOPT_SERVER_RESPONSE_TIMEOUT, (long) ANSWER_SECONDS);
    OPTION(CURLOPT_TIMEOUT, (long) WHOLE_SECONDS);
    OPTION(CURLOPT_NOPROGRESS, 0L);
    OPTION(CURLOPT_XFERINFOFUNCTION, look_at_stop);
    OPTION(CURLOPT_XFERINFODATA, smtp);
    OPTION(CURLOPT_USE_SSL, (long) (starttls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
    if (settings->smtp_ca_file[0] != '\0') OPTION(CURLOPT_CAINFO, settings->smtp_ca_file);
    if (settings->smtp_user[0] != '\0') {
        OPTION(CURLOPT_USERNAME, settings->smtp_user);
        OPTION(CURLOPT_PASSWORD, settings->smtp_password);
    }
    OPTION(CURLOPT_UPLOAD, 1L);
    OPTION(CURLOPT_READFUNCTION, read_source);
    return good;
}

struct smtp *smtp_open(const struct settings *settings, const atomic_bool *stop, char problem[SMTP_PROBLEM_SIZE]) {
    struct smtp *smtp = NULL;
    if (settings->smtp_host[0] == '\0') {
        fail(problem, "no mail server is set (smtp_host)");
    } else if (strcmp(settings->smtp_security, "none") == 0 && !is_loopback(settings->smtp_host)) {
        fail(problem, "smtp_security \"none\" is for a mail server on this machine only");
    } else if (!curl_library()) {
        fail(problem, "libcurl.so.4 is not on this machine");
    } else {
        smtp = calloc(1, sizeof *smtp);
    }
    if (!smtp) return NULL;
    smtp->curl = curl_library();
    smtp->stop = stop;
    smtp->handle = smtp->curl->curl_easy_init();
    if (smtp->handle && set_up(smtp, settings)) return smtp;
    fail(problem, "libcurl does not take the settings");
    smtp_close(smtp);
    return NULL;
}

void smtp_close(struct smtp *smtp) {
    if (!smtp) return;
    if (smtp->handle) smtp->curl->curl_easy_cleanup(smtp->handle);
    free(smtp);
}

static bool begins(const char *text, const char *with) { return strncmp(text, with, strlen(with)) == 0; }

// libcurl tells what the server refused by its words alone. What is neither about the recipient nor about the letter
// would happen to all others too.
static enum smtp_result judge(const struct smtp *smtp, CURLcode code) {
    if (code == CURLE_OK) return SMTP_SENT;
    if (code == CURLE_ABORTED_BY_CALLBACK) return SMTP_STOPPED;
    if (begins(smtp->message, "RCPT failed: 5")) return SMTP_REFUSED;
    const bool after_data = code == CURLE_WEIRD_SERVER_REPLY && smtp->message[0] == '\0';
    const bool about_letter = begins(smtp->message, "RCPT failed") || begins(smtp->message, "DATA failed");
    return after_data || about_letter ? SMTP_FAILED : SMTP_UNREACHABLE;
}

enum smtp_result smtp_send(struct smtp *smtp, const char *from, const char *to, const char *data, size_t size,
                           char problem[SMTP_PROBLEM_SIZE]) {
    struct source source = {.data = data, .left = size};
    struct curl_slist *recipients = smtp->curl->curl_slist_append(NULL, to);
    bool good = recipients != NULL;
    OPTION(CURLOPT_MAIL_FROM, from);
    OPTION(CURLOPT_MAIL_RCPT, recipients);
    OPTION(CURLOPT_READDATA, &source);
    OPTION(CURLOPT_INFILESIZE_LARGE, (curl_off_t) size);
    smtp->message[0] = '\0';
    const CURLcode code = good ? smtp->curl->curl_easy_perform(smtp->handle) : CURLE_OUT_OF_MEMORY;
    OPTION(CURLOPT_MAIL_RCPT, NULL);
    smtp->curl->curl_slist_free_all(recipients);
    const enum smtp_result result = judge(smtp, code);
    if (result != SMTP_SENT) fail(problem, smtp->message[0] ? smtp->message : smtp->curl->curl_easy_strerror(code));
    return result;
}
