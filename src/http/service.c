/* What all threads of a server share. */
#include "http/service.h"

void na_service_reloads(struct na_service *service, struct na_reloads *ret_reloads)
{
    pthread_mutex_lock(&service->mutex);
    *ret_reloads = service->reloads;
    pthread_mutex_unlock(&service->mutex);
}
