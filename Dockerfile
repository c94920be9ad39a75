# The service as a container: API, pages and add-in, or the worker (ROLE). Without the workbench and its Office.js client.
#
#   docker build -t flightsheet .
#   docker build -t flightsheet --build-arg LIBREOFFICE=1 .    # PDFs of proposals; 700 MB more
#   docker run -p 3000:3000 -v flightsheet:/data --env-file .env flightsheet
#
# deploy/compose.yaml has the whole installation. docs/operations.md says what was checked of this file, and how.

FROM node:22-bookworm-slim AS build
WORKDIR /src
# Packages first: they are installed again only when the lockfile changes.
COPY package.json package-lock.json ./
COPY tests/openapi-client/package.json tests/openapi-client/
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN node scripts/build.mjs && node scripts/build-pages.mjs addin && node scripts/release.mjs /release

FROM node:22-bookworm-slim AS packages
WORKDIR /app
COPY --from=build /release/package.json /release/package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:22-bookworm-slim
ARG LIBREOFFICE=
RUN if [ -n "$LIBREOFFICE" ]; then \
      apt-get update && \
      apt-get install -y --no-install-recommends libreoffice-calc-nogui fonts-nanum && \
      rm -rf /var/lib/apt/lists/*; \
    fi
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY --from=build /release ./
RUN mkdir /data && chown node:node /data
USER node
ENV NODE_ENV=production \
    TZ=Asia/Seoul \
    HOST=0.0.0.0 \
    PORT=3000 \
    DATABASE_URL=sqlite:/data/flightsheet.sqlite \
    UPLOAD_DIR=/data/uploads \
    PROPOSAL_STORE=/data/proposals
VOLUME /data
EXPOSE 3000
# Whether the process may get requests: it says no while its database is away, and while it stops.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/ready`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# DRAIN_SECONDS, SHUTDOWN_SECONDS and the last work: give it 60 seconds (`docker stop -t 60`).
STOPSIGNAL SIGTERM
CMD ["node", "scripts/run.mjs", "start"]
