// notify: tells the service manager how far start and end are (sd_notify(3)'s protocol).
#pragma once

// "READY=1", "STOPPING=1". Does nothing when nobody asked for it (NOTIFY_SOCKET).
void notify_manager(const char *state);
