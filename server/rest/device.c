// device: see the header. Browsers name those before them too, so the first that is found here counts.
#include "server/rest/device.h"

#include <stddef.h>
#include <string.h>

struct mark {
    const char *mark, *name;
};

static const struct mark browsers[] = {
    {"SamsungBrowser/", "Samsung Internet"},
    {"Vivaldi/", "Vivaldi"},
    {"YaBrowser/", "Yandex Browser"},
    {"Edg", "Edge"},  // Edg/, EdgA/, EdgiOS/
    {"OPR/", "Opera"},
    {"FxiOS/", "Firefox"},
    {"Firefox/", "Firefox"},
    {"CriOS/", "Chrome"},
    {"HeadlessChrome/", "Chrome"},
    {"Chromium/", "Chromium"},
    {"Chrome/", "Chrome"},
    {"Safari/", "Safari"},
    {"curl/", "curl"},
    {"Wget/", "Wget"},
    {"python-requests/", "Python"},
};
static const struct mark systems[] = {
    {"Android", "Android"}, {"iPhone", "iPhone"},  {"iPad", "iPad"},   {"CrOS", "ChromeOS"},
    {"Windows", "Windows"}, {"Mac OS X", "macOS"}, {"Linux", "Linux"}, {"FreeBSD", "FreeBSD"},
};

static const char *first_of(const struct mark *marks, size_t count, const char *text) {
    for (size_t i = 0; i < count; i++)
        if (strstr(text, marks[i].mark)) return marks[i].name;
    return NULL;
}

struct device device_of(const char *user_agent) {
    return (struct device){.browser = first_of(browsers, sizeof browsers / sizeof *browsers, user_agent),
                           .system = first_of(systems, sizeof systems / sizeof *systems, user_agent)};
}
