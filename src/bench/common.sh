# What the benchmarks share: sourced, with $root set. Starts servers, each with all that it writes in $work, and ends and removes them.

say() { printf '%s\n' "$*" >&2; }
fail() { say "bench: $*"; exit 1; }
needed() { for tool in "$@"; do command -v "$tool" >/dev/null || fail "$tool is missing"; done; }

java=java
[[ -n ${JAVA_HOME:-} ]] && java=$JAVA_HOME/bin/java

build() {
    jar=$root/target/psc-attachments.jar
    if [[ ! -f $jar || -n $(find "$root/src/main" "$root/pom.xml" -newer "$jar" -print -quit) ]]; then
        say "building ${jar#"$root"/}"
        (cd "$root" && ./mvnw -B -q -DskipTests package >&2)
    fi
}

build_ordinary() {
    ordinary_jar=$root/target/ordinary/ordinary.jar
    local sources=$root/src/bench/ordinary
    if [[ ! -f $ordinary_jar || -n $(find "$sources" -newer "$ordinary_jar" -print -quit) ]]; then
        say "building ${ordinary_jar#"$root"/}"
        (cd "$root" && ./mvnw -B -q -f "$sources/pom.xml" -DskipTests package >&2)
    fi
}

work=$(mktemp -d "${BENCH_DIR:-/var/tmp}/psc-bench.XXXXXX")
# Servers that run as other users pass through it.
chmod 755 "$work"
mkdir "$work"/{data,tmp}
started=()
at_end=() # what is to be done before they are ended
stop_everything() {
    local status=$? process
    trap - EXIT INT TERM
    for process in "${at_end[@]}"; do "$process" || true; done
    for process in "${started[@]}"; do kill "$process" 2>/dev/null || true; done
    for process in "${started[@]}"; do wait "$process" 2>/dev/null || true; done
    ((status == 0)) || [[ ! -f $work/log ]] || tail -n 20 "$work/log" >&2 || true
    rm -rf "$work"
    exit "$status"
}
trap stop_everything EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Seconds of CPU of a process and its children, ended or not.
cpu_of() {
    { cat /proc/[0-9]*/stat 2>/dev/null || true; } | awk -v wanted="$1" -v per_second="$(getconf CLK_TCK)" '
        { process = $1; sub(/.*\) /, ""); if (process == wanted || $2 == wanted) sum += $12 + $13 + (process == wanted ? $14 + $15 : 0) }
        END { printf "%.2f", sum / per_second }'
}

# A virtual machine is given its memory page by page, and a full page cache must be taken back: whoever comes first would pay
# for that.
touch_memory() { # megabytes, at most
    local megabytes=$1 most room
    most=$(awk '/^MemAvailable/ { printf "%d", $2 / 1024 * 0.7 }' /proc/meminfo)
    ((megabytes < most)) || megabytes=$most
    room=$(df -m --output=avail /dev/shm 2>/dev/null | tail -n 1) || return 0
    ((megabytes < room)) || megabytes=$((room - 1))
    head -c "${megabytes}M" /dev/zero >"/dev/shm/psc-bench.$$" || true
    rm -f "/dev/shm/psc-bench.$$"
}

free_port() {
    local candidate
    for _ in {1..50}; do
        candidate=$((20000 + RANDOM % 12000))
        (exec 3<>"/dev/tcp/127.0.0.1/$candidate") 2>/dev/null || { echo "$candidate"; return; }
    done
    fail "found no free port"
}

# The S3 server that TEST_S3_ENDPOINT names, or else an S3Proxy as the tests have it.
start_s3() {
    [[ -z ${TEST_S3_ENDPOINT:-} ]] || return 0
    export TEST_S3_ENDPOINT TEST_S3_BUCKET=psc-accounting TEST_S3_SSE=none
    export AWS_ACCESS_KEY_ID=test-access-key AWS_SECRET_ACCESS_KEY=test-secret-key AWS_REGION=us-east-1
    TEST_S3_ENDPOINT=http://127.0.0.1:$(free_port)
    mkdir -p "$work/s3/$TEST_S3_BUCKET"
    cat >"$work/s3.properties" <<PROPERTIES
jclouds.provider=filesystem-nio2
jclouds.filesystem.basedir=$work/s3
jclouds.identity=unused
jclouds.credential=unused
s3proxy.endpoint=$TEST_S3_ENDPOINT
s3proxy.authorization=aws-v2-or-v4
s3proxy.identity=$AWS_ACCESS_KEY_ID
s3proxy.credential=$AWS_SECRET_ACCESS_KEY
s3proxy.ignore-unknown-headers=true
PROPERTIES
    "$java" -Xmx1g -cp "$root/target/s3-server/s3proxy.jar" org.gaul.s3proxy.Main --properties "$work/s3.properties" \
        >"$work/s3.log" 2>&1 &
    local server=$!
    started+=("$server")
    until curl -s -o /dev/null "$TEST_S3_ENDPOINT"; do
        kill -0 "$server" 2>/dev/null || fail "the S3 server did not start"
        sleep 0.2
    done
}

# A stock PostgreSQL, or the one that BENCH_DATABASE_URL names, for databases that are made and dropped.
start_postgres() {
    local programs password database_port
    postgres=
    if [[ -n ${BENCH_DATABASE_URL:-} ]]; then
        needed psql
        database_server=$BENCH_DATABASE_URL
        at_end+=(drop_databases)
        return
    fi
    programs=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
    [[ -x $programs/initdb ]] || fail "PostgreSQL is missing: install postgresql, or set BENCH_DATABASE_URL"
    PATH=$programs:$PATH
    local as=()
    ((EUID)) || as=(setpriv --reuid postgres --regid postgres --clear-groups)
    mkdir "$work/database"
    password=$(head -c 18 /dev/urandom | base64 | tr -d '+/=')
    printf '%s' "$password" >"$work/password"
    ((EUID)) || chown postgres "$work/database" "$work/password"
    database_port=$(free_port)
    "${as[@]}" initdb -D "$work/database" -U bench -A scram-sha-256 --pwfile "$work/password" -E UTF8 --locale C.UTF-8 >/dev/null
    (cd "$work/database" && exec "${as[@]}" postgres -D "$work/database" -p "$database_port" -h 127.0.0.1 -k "$work/database") \
        >"$work/postgres.log" 2>&1 &
    postgres=$!
    started+=("$postgres")
    database_server=postgresql://bench:$password@127.0.0.1:$database_port/postgres
    until psql -X -q -c '' "$database_server" 2>/dev/null; do
        kill -0 "$postgres" 2>/dev/null || fail "PostgreSQL did not start: $(tail -n 5 "$work/postgres.log")"
        sleep 0.2
    done
}
databases=()
create_database() {
    psql -X -q -v ON_ERROR_STOP=1 "$database_server" -c "CREATE DATABASE psc_bench_$$_$1" >&2
    databases+=("$1")
}
drop_databases() {
    for name in "${databases[@]}"; do
        psql -X -q "$database_server" -c "DROP DATABASE IF EXISTS psc_bench_$$_$name WITH (FORCE)" >&2
    done
}
database_url() { echo "${database_server%/*}/psc_bench_$$_$1"; }
cpu_of_postgres() { if [[ -n $postgres ]]; then cpu_of "$postgres"; else echo 0; fi; }

# With new files on local disk, the settings given, and its address in $url.
start_service() {
    local begin=$SECONDS port
    (cd "$work" && exec env SERVER_PORT=0 DATA_DIR="$work/data" UPLOAD_DIR="$work/uploads" STORAGE_BACKEND=local \
        S3_ENDPOINT="$TEST_S3_ENDPOINT" S3_BUCKET="$TEST_S3_BUCKET" S3_SSE="${TEST_S3_SSE:-AES256}" "$@" \
        "$java" -Xmx256m -Djava.io.tmpdir="$work/tmp" -jar "$jar") >"$work/log" 2>&1 &
    service=$!
    started+=("$service")
    until port=$(grep -o 'Tomcat started on port [0-9]*' "$work/log" | grep -o '[0-9]*$'); do
        kill -0 "$service" 2>/dev/null || fail "the service did not start"
        ((SECONDS - begin < 180)) || fail "the service was not up within 180 s"
        sleep 0.2
    done
    url=http://127.0.0.1:$port
}
