#!/usr/bin/env bash
# lab.sh - a LAN of network namespaces with Samba's nmbd in it, bounded in time.
#
#   lab.sh up [-n HOSTS] [-i ID] [-t SECONDS] [-w WORKGROUP] [-S] [-W] [-B HOST] [-x]
#       HOSTS  number of hosts (default 3, 2..20): h1 10.77.0.1/24 .. hN 10.77.0.N/24
#       ID     name of the lab (default msl); several may be up, they share nothing
#       -t     hard end of life of every server started here (default 600 s)
#       -S     no nmbd at all      -W  nmbd is also a WINS server
#       -B     the host on which nmbd runs (default 1)
#       -x     no bridge: the caller joins the ports p1..pN in the switch itself
#   lab.sh exec [-i ID] HOST cmd...   run a command on a host, with a /run of its own
#   lab.sh cap  [-i ID] FILE SECONDS  capture UDP 137 and 138 on the switch
#   lab.sh down [-i ID]               end it (by recorded pid only) and delete it
#
#            switch: br0
#           /     |     \
#         p1     p2 ...  pN          all of it inside namespaces: no interface,
#         |       |       |          route or bridge outside, and no way out
#      h1/eth0 h2/eth0  hN/eth0
#
# Samba is taken from build/deps, where make deps unpacks it, or from the PATH.
set -euo pipefail
export LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
deps=$here/../../build/deps
if [[ -x $deps/usr/sbin/nmbd ]]; then
  deps=$(cd "$deps" && pwd)
  for lib in "$deps"/usr/lib/*-linux-gnu*; do
    samba_libs=${samba_libs:+$samba_libs:}$lib:$lib/samba
  done
  export PATH=$deps/usr/sbin:$deps/usr/bin:$PATH
fi

SUBNET=10.77.0
cmd=${1:-}; shift || true
N=3 ID=msl LIFE=600 WG=MSLOT WINS=no NMBD=yes NH=1 BRIDGE=yes
while getopts ":n:i:t:w:WSB:x" o; do
  case $o in
    n) N=$OPTARG;; i) ID=$OPTARG;; t) LIFE=$OPTARG;; w) WG=$OPTARG;; W) WINS=yes;;
    S) NMBD=no;; B) NH=$OPTARG;; x) BRIDGE=no;; *) echo "bad option -$OPTARG" >&2; exit 2;;
  esac
done
shift $((OPTIND-1))
[[ $ID =~ ^[a-z0-9]{1,8}$ ]] || { echo "bad id" >&2; exit 2; }
[[ $N =~ ^[0-9]+$ && $N -ge 2 && $N -le 20 ]] || { echo "HOSTS must be 2..20" >&2; exit 2; }
[[ $LIFE =~ ^[0-9]+$ && $LIFE -le 3600 ]] || { echo "lifetime <= 3600" >&2; exit 2; }
[[ $(id -u) = 0 ]] || { echo "needs root" >&2; exit 77; }
RUN=${NETNS_LAB_DIR:-/tmp/mailslot-lab}.$ID
ns() { echo "$ID-h$1"; }
SW="$ID-sw"

# Every host has a /run of its own; ip netns exec has made the mounts private.
on() {
  local h=$1; shift
  exec ip netns exec "$(ns "$h")" sh -c 'mount --bind "$0" /run && exec "$@"' "$RUN/h$h/run" "$@"
}

start_nmbd() {
  local d=$RUN/nmbd; mkdir -p "$d"/{private,state,cache,lock,pid,sock,log}
  cat > "$d/smb.conf" <<CONF
[global]
  workgroup = $WG
  netbios name = NMBD$NH
  server string = lab nmbd
  interfaces = $SUBNET.$NH/24
  bind interfaces only = yes
  disable netbios = no
  local master = yes
  preferred master = yes
  domain master = no
  os level = 65
  wins support = $WINS
  lm announce = yes
  lm interval = 10
  private dir = $d/private
  state directory = $d/state
  cache directory = $d/cache
  lock directory = $d/lock
  pid directory = $d/pid
  nmbd:socket dir = $d/sock
  ncalrpc dir = $d/sock/ncalrpc
  log file = $d/log/log.%m
  log level = 1
  load printers = no
CONF
  LD_LIBRARY_PATH=${samba_libs:-} ip netns exec "$(ns "$NH")" timeout -k 5 "$LIFE" \
     nmbd -F --no-process-group -s "$d/smb.conf" -l "$d/log" </dev/null >"$d/log/stdout" 2>&1 &
  echo $! >> "$RUN/pids"; echo $! > "$RUN/nmbd.pid"
}

case $cmd in
up)
  [[ -e $RUN ]] && { echo "lab $ID is up already ($RUN); run down first" >&2; exit 1; }
  mkdir -p "$RUN"; : > "$RUN/pids"
  trap 'rc=$?; [[ $rc = 0 ]] || { trap - EXIT; "$0" down -i "$ID" || true; exit $rc; }' EXIT
  ip netns add "$SW"; ip -n "$SW" link set lo up
  if [[ $BRIDGE = yes ]]; then
    ip -n "$SW" link add br0 type bridge; ip -n "$SW" link set br0 type bridge mcast_snooping 0
    ip -n "$SW" link set br0 up
  fi
  for ((i=1;i<=N;i++)); do
    h=$(ns $i); ip netns add "$h"; ip -n "$h" link set lo up
    ip -n "$SW" link add "p$i" type veth peer name eth0 netns "$h"
    [[ $BRIDGE = yes ]] && ip -n "$SW" link set "p$i" master br0
    ip -n "$SW" link set "p$i" up
    ip -n "$h" addr add "$SUBNET.$i/24" brd "$SUBNET.255" dev eth0
    ip -n "$h" link set eth0 up
    ip netns exec "$h" sysctl -qw net.ipv6.conf.all.disable_ipv6=1 2>/dev/null || true
    mkdir -p "$RUN/h$i/run/mailslot"; chmod 1777 "$RUN/h$i/run/mailslot"
  done
  [[ $NMBD = yes ]] && start_nmbd
  echo "$RUN";;
exec) h=$1; shift; LD_LIBRARY_PATH=${samba_libs:-} on "$h" "$@";;
cap)
  f=$1; s=${2:-60}
  ip netns exec "$SW" timeout "$s" tcpdump -i br0 --immediate-mode -U -s 0 -w "$f" 'udp port 137 or udp port 138' </dev/null >/dev/null 2>"$RUN/tcpdump.err" &
  echo $! >> "$RUN/pids"; echo $! > "$RUN/cap.pid"
  for _ in $(seq 300); do grep -q listening "$RUN/tcpdump.err" && exit 0; sleep 0.1; done
  cat "$RUN/tcpdump.err" >&2; exit 1;;
down)
  if [[ -f $RUN/pids ]]; then
    while read -r p; do [[ -n $p ]] && kill "$p" 2>/dev/null || true; done < "$RUN/pids"
    for _ in $(seq 30); do a=0; while read -r p; do [[ -n $p ]] && kill -0 "$p" 2>/dev/null && a=1; done < "$RUN/pids"; [[ $a = 0 ]] && break; sleep 0.1; done
    while read -r p; do [[ -n $p ]] && kill -9 "$p" 2>/dev/null || true; done < "$RUN/pids"
  fi
  # What still lives inside our own namespaces, listed by the kernel.
  for n in $(ip netns list | awk '{print $1}' | grep -E "^$ID-(h[0-9]+|sw)$" || true); do
    for p in $(ip netns pids "$n"); do kill "$p" 2>/dev/null || true; done
    ip netns del "$n" || true
  done
  [[ ${KEEP:-no} = yes ]] || rm -rf "$RUN"; echo "lab $ID down";;
*) sed -n '2,27p' "$0"; exit 2;;
esac
