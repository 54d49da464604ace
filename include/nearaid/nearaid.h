/* nearaid/nearaid.h - everything a program that uses the library needs. */
#ifndef NEARAID_NEARAID_H
#define NEARAID_NEARAID_H

#include <nearaid/api.h>
#include <nearaid/error.h>
#include <nearaid/place.h>
#include <nearaid/points.h>
#include <nearaid/session.h>
#include <nearaid/snapshot.h>
#include <nearaid/version.h>

#endif
