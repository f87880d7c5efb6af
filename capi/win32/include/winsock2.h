/* Sockets are the system's own, by their names of there. */
#ifndef _WINSOCK2API_
#define _WINSOCK2API_

#include "winsock.h"
#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct sockaddr SOCKADDR, *PSOCKADDR, *LPSOCKADDR;
typedef struct sockaddr_in SOCKADDR_IN, *PSOCKADDR_IN;
typedef struct in_addr IN_ADDR;
typedef struct hostent HOSTENT, *LPHOSTENT, *PHOSTENT;
#define closesocket close
#define ioctlsocket ioctl
#define SD_RECEIVE SHUT_RD
#define SD_SEND SHUT_WR
#define SD_BOTH SHUT_RDWR

#endif
