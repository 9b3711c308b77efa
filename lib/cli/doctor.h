/*
 * doctor - what rsg needs, looked at: the checks of rsg-doctor.
 *
 * Nothing here ends the program: what does not work is a check that failed.
 */
#ifndef CLI_DOCTOR_H
#define CLI_DOCTOR_H

#include <stdbool.h>

struct cli;
struct json;

/* A document of schemas/doctor; json_free() it.  live: providers are called. */
struct json *doctor_run(struct cli *cli, bool live);

#endif
