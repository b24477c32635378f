# A small image with the command alone: no compiler, no cache of pip, no root.
# docker build -t provenance . && docker run --rm --read-only --tmpfs /tmp provenance audit --no-cache org/name
ARG PYTHON=python:3.11-slim-bookworm

FROM ${PYTHON} AS build
# Extras to install, such as "web,docx,xlsx"; the page of `provenance serve` needs web.
ARG EXTRAS=""
WORKDIR /src
COPY . .
RUN python -m venv /opt/provenance \
    && /opt/provenance/bin/pip install --no-cache-dir --constraint ci/constraints.txt ".${EXTRAS:+[$EXTRAS]}"

FROM ${PYTHON}
LABEL org.opencontainers.image.title="provenance" \
      org.opencontainers.image.description="Audit the supply chain of AI models" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=build /opt/provenance /opt/provenance
RUN useradd --uid 10001 --create-home --shell /usr/sbin/nologin provenance \
    && install --directory --owner=provenance --group=provenance /cache /data /work
ENV PATH=/opt/provenance/bin:$PATH \
    PROVENANCE_CACHE=/cache \
    HF_HUB_DISABLE_TELEMETRY=1
USER 10001:10001
WORKDIR /work
ENTRYPOINT ["provenance"]
CMD ["--help"]
