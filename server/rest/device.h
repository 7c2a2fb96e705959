// device: the names of browser and system in a User-Agent, for people who look through their sessions.
#pragma once

struct device {
    const char *browser, *system;  // "Firefox", "Android"; static. NULL: not known
};
struct device device_of(const char *user_agent);
