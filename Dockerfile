FROM python:3.13-slim AS build
WORKDIR /app
COPY requirements.txt ./
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.txt
COPY manage.py ./
COPY config ./config
COPY clusters ./clusters
COPY companies ./companies
COPY networks ./networks
COPY templates ./templates
COPY static ./static
COPY fixtures ./fixtures
# Compiles the translations too. The settings want an address and a secret, and use neither here.
RUN DATABASE_URL=postgres://build SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(50))')" \
    /venv/bin/python manage.py collectstatic --noinput

FROM python:3.13-slim
RUN useradd --system --no-create-home --uid 10001 clusteratlas
WORKDIR /app
COPY --from=build /venv /venv
COPY --from=build /app /app
ENV PATH=/venv/bin:$PATH DEBUG=false PORT=8000 PYTHONUNBUFFERED=1
USER clusteratlas
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/healthz', timeout=4)"]
CMD ["gunicorn", "--config", "config/gunicorn.py", "config.wsgi"]
