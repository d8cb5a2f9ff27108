import sys, asyncio, json
from .record import record_all
async def main():
    scen=[json.loads(l) for l in open(sys.argv[2])]
    failed=[]
    async for r in record_all(sys.argv[1], scen, failed):
        print(json.dumps(r,ensure_ascii=False),flush=True)
    print(failed,file=sys.stderr)
asyncio.run(main())
