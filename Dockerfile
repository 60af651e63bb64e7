# Built and run by `docker compose up -d`; docs/OPERATIONS.md says how.
FROM python:3.11-slim AS built
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never
WORKDIR /app
RUN pip install --no-cache-dir "uv>=0.9,<1"
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY cogs cogs
COPY data data
RUN uv sync --no-dev --extra metrics && python -m compileall -q bot cogs

FROM python:3.11-slim
RUN groupadd --gid 10001 divergence \
    && useradd --uid 10001 --gid divergence --home-dir /data --no-create-home --shell /usr/sbin/nologin divergence \
    && install --directory --owner divergence --group divergence --mode 0700 /data
COPY --from=built /app /app
WORKDIR /app
# Everything that is written goes to /data; drawing keeps a cache of fonts in the temporary folder.
ENV PATH=/app/.venv/bin:$PATH \
    DIVERGENCE_DATA=/data \
    MPLCONFIGDIR=/tmp/matplotlib \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
USER 10001:10001
VOLUME /data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=60s --timeout=10s --start-period=180s --retries=2 \
    CMD ["python", "-m", "bot.heartbeat", "/data"]
ENTRYPOINT ["divergence"]
CMD ["run"]
