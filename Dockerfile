# The service as a container: built from a checkout, without root, on a file system that is only read.
# docker build -t cpgraph . && docker run --rm --read-only -p 127.0.0.1:8000:8000 cpgraph
FROM python:3.13-slim AS build
WORKDIR /src
COPY requirements.txt ./
RUN python -m venv /opt/cpgraph \
 && /opt/cpgraph/bin/pip install --no-cache-dir --require-hashes -r requirements.txt
COPY . .
# the package's build makes the graph; what only that needs goes afterwards
RUN /opt/cpgraph/bin/pip install --no-cache-dir --no-deps --no-build-isolation --no-index . \
 && /opt/cpgraph/bin/pip uninstall -y arro3-core arro3-io xlsxwriter hatchling editables

# Another SPARQL engine to put the service before (see compose.yaml).
FROM python:3.13-slim AS engine
RUN pip install --no-cache-dir oxigraph==0.5.13 && install -d -o 10001 /data
USER 10001
VOLUME /data
EXPOSE 7878
CMD ["oxigraph", "serve", "--location", "/data", "--bind", "0.0.0.0:7878"]

FROM python:3.13-slim AS service
COPY --from=build /opt/cpgraph /opt/cpgraph
ENV PATH=/opt/cpgraph/bin:$PATH PYTHONDONTWRITEBYTECODE=1 CPGRAPH_HOST=0.0.0.0
USER 10001
EXPOSE 8000
HEALTHCHECK --start-period=10s --interval=30s --timeout=5s \
  CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["cpgraph", "serve"]
