#!/bin/bash
# Installs what the build (`setup.sh build`) or all tests (`setup.sh`) need and the machine does not have: Debian packages as root
# or by sudo, components of the Rust toolchain, packages of the browser tests from their lock file. What is there is left alone.
set -euo pipefail
cd "$(dirname "$0")"

has() { command -v "$1" >/dev/null 2>&1; }

missing=()
has cc || has gcc || missing+=(gcc libc6-dev)
if [ "${1:-all}" = all ]; then
    has pdftoppm || missing+=(poppler-utils)
    compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
    has zbarimg || missing+=(zbar-tools)
    has chromium || has chromium-browser || has google-chrome || [ -n "${CHROMIUM:-}" ] || missing+=(chromium)
    has node || missing+=(nodejs)
    has npm || missing+=(npm)
fi

if [ ${#missing[@]} -gt 0 ]; then
    echo "    installing ${missing[*]}"
    as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        if ! has sudo || ! has apt-get; then
            echo "Please install: ${missing[*]}   (on Debian as root: apt-get install ${missing[*]})" >&2
            exit 1
        fi
        as_root=(sudo)
    fi
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

if ! has cargo; then
    echo "Please install a Rust toolchain: https://rustup.rs" >&2
    exit 1
fi
if [ "${1:-all}" = all ]; then
    if ! cargo fmt --version >/dev/null 2>&1 || ! cargo clippy --version >/dev/null 2>&1; then
        rustup component add rustfmt clippy
    fi
    node -e 'const [major, minor] = process.versions.node.split("."); process.exit(major > 18 || (major == 18 && minor >= 20) ? 0 : 1)' || {
        echo "node $(node --version) is too old; the browser tests need 18.20 or newer" >&2
        exit 1
    }
    if [ ! -f node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
        npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
    fi
fi
