FROM python:3.13-slim
RUN useradd --uid 10001 --create-home board
COPY . /source
RUN pip install --no-cache-dir --constraint /source/constraints.txt "/source[auth,postgres]" && rm -r /source
USER 10001
WORKDIR /board
EXPOSE 8501
ENTRYPOINT ["agent-scorecard"]
