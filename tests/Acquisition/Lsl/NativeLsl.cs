using System.Runtime.InteropServices;
using System.Text;
using Xunit;

namespace ClosedLoop.Tests.Acquisition;

/// <summary>
/// The few calls of the real liblsl that the conformance tests need, loaded from <c>CLOSEDLOOP_LIBLSL</c> or from
/// <c>artifacts/liblsl/</c> when it is there.
/// </summary>
internal sealed unsafe class NativeLsl
{
    private static readonly Lazy<NativeLsl?> _instance = new(Load);

    private readonly nint _library;

    private NativeLsl(nint library) => _library = library;

    /// <summary>Null where the library is not on this machine.</summary>
    public static NativeLsl? Instance => _instance.Value;

    public int LibraryVersion => ((delegate* unmanaged[Cdecl]<int>)Export("lsl_library_version"))();

    public double LocalClock() => ((delegate* unmanaged[Cdecl]<double>)Export("lsl_local_clock"))();

    public nint CreateOutlet(string name, string type, int channels, double rate, int format, string sourceId)
    {
        fixed (byte* n = Text(name), t = Text(type), s = Text(sourceId))
        {
            var info = ((delegate* unmanaged[Cdecl]<byte*, byte*, int, double, int, byte*, nint>)Export("lsl_create_streaminfo"))(
                n, t, channels, rate, format, s);
            var outlet = ((delegate* unmanaged[Cdecl]<nint, int, int, nint>)Export("lsl_create_outlet"))(info, 0, 360);
            DestroyInfo(info);
            return outlet;
        }
    }

    public void DestroyOutlet(nint outlet) => ((delegate* unmanaged[Cdecl]<nint, void>)Export("lsl_destroy_outlet"))(outlet);

    public bool HasConsumers(nint outlet) => ((delegate* unmanaged[Cdecl]<nint, int>)Export("lsl_have_consumers"))(outlet) != 0;

    public void Push(nint outlet, ReadOnlySpan<double> values, double stamp)
    {
        fixed (double* v = values)
        {
            _ = ((delegate* unmanaged[Cdecl]<nint, double*, double, int>)Export("lsl_push_sample_dt"))(outlet, v, stamp);
        }
    }

    public void PushChunk(nint outlet, ReadOnlySpan<float> values, double stamp)
    {
        fixed (float* v = values)
        {
            _ = ((delegate* unmanaged[Cdecl]<nint, float*, CULong, double, int>)Export("lsl_push_chunk_ft"))(
                outlet, v, new CULong((uint)values.Length), stamp);
        }
    }

    public void Push(nint outlet, string text, double stamp)
    {
        fixed (byte* t = Text(text))
        {
            var texts = stackalloc byte*[] { t };
            _ = ((delegate* unmanaged[Cdecl]<nint, byte**, double, int>)Export("lsl_push_sample_strt"))(outlet, texts, stamp);
        }
    }

    public nint Resolve(string property, string value, double seconds)
    {
        nint found;
        fixed (byte* p = Text(property), v = Text(value))
        {
            var count = ((delegate* unmanaged[Cdecl]<nint*, uint, byte*, byte*, int, double, int>)Export("lsl_resolve_byprop"))(
                &found, 1, p, v, 1, seconds);
            return count > 0 ? found : 0;
        }
    }

    public string FullXml(nint inlet)
    {
        int error;
        var info = ((delegate* unmanaged[Cdecl]<nint, double, int*, nint>)Export("lsl_get_fullinfo"))(inlet, 5, &error);
        Assert.Equal(0, error);
        var xml = ((delegate* unmanaged[Cdecl]<nint, nint>)Export("lsl_get_xml"))(info);
        var text = Marshal.PtrToStringUTF8(xml)!;
        DestroyInfo(info);
        return text;
    }

    public nint CreateInlet(nint info) => ((delegate* unmanaged[Cdecl]<nint, int, int, int, nint>)Export("lsl_create_inlet"))(info, 10, 0, 0);

    public void DestroyInlet(nint inlet) => ((delegate* unmanaged[Cdecl]<nint, void>)Export("lsl_destroy_inlet"))(inlet);

    public void DestroyInfo(nint info) => ((delegate* unmanaged[Cdecl]<nint, void>)Export("lsl_destroy_streaminfo"))(info);

    public int Open(nint inlet)
    {
        int error;
        ((delegate* unmanaged[Cdecl]<nint, double, int*, void>)Export("lsl_open_stream"))(inlet, 5, &error);
        return error;
    }

    public double TimeCorrection(nint inlet)
    {
        int error;
        var correction = ((delegate* unmanaged[Cdecl]<nint, double, int*, double>)Export("lsl_time_correction"))(inlet, 5, &error);
        Assert.Equal(0, error);
        return correction;
    }

    public double Pull(nint inlet, Span<float> values)
    {
        int error;
        fixed (float* v = values)
        {
            return ((delegate* unmanaged[Cdecl]<nint, float*, int, double, int*, double>)Export("lsl_pull_sample_f"))(
                inlet, v, values.Length, 5, &error);
        }
    }

    public (string Text, double Stamp) PullText(nint inlet)
    {
        int error;
        nint text = 0;
        var stamp = ((delegate* unmanaged[Cdecl]<nint, nint*, int, double, int*, double>)Export("lsl_pull_sample_str"))(inlet, &text, 1, 5, &error);
        return (Marshal.PtrToStringUTF8(text) ?? string.Empty, stamp);
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text + '\0');

    private static NativeLsl? Load()
    {
        var path = Environment.GetEnvironmentVariable("CLOSEDLOOP_LIBLSL") ?? Beside();
        return path is not null && NativeLibrary.TryLoad(path, out var library) ? new NativeLsl(library) : null;
    }

    private static string? Beside()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "artifacts", "liblsl", "liblsl64.so");
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }

    private nint Export(string name) => NativeLibrary.GetExport(_library, name);
}
