using System.Collections.Immutable;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace ClosedLoop.Tests.Loop;

/// <summary>
/// A compiled assembly, read and not run: what it refers to, and what each of its types calls. Reading the compiled code finds a call under
/// any alias, <c>using static</c> or lambda.
/// </summary>
internal sealed class ArchitectureAssembly : IDisposable
{
    private static readonly Dictionary<int, OpCode> _opCodes = typeof(OpCodes).GetFields()
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value & 0xFFFF);

    private readonly PEReader _file;
    private readonly MetadataReader _reader;

    /// <summary>Opens the assembly of that name beside the tests.</summary>
    public ArchitectureAssembly(string name)
    {
        _file = new(File.OpenRead(Path.Combine(AppContext.BaseDirectory, name + ".dll")));
        _reader = _file.GetMetadataReader();
    }

    /// <summary>Names of the assemblies that it refers to.</summary>
    public IReadOnlyList<string> References =>
        [.. _reader.AssemblyReferences.Select(handle => _reader.GetString(_reader.GetAssemblyReference(handle).Name))];

    /// <summary>Attributes on the assembly itself, by type name.</summary>
    public IReadOnlyList<string> Attributes =>
    [
        .. _reader.GetAssemblyDefinition().GetCustomAttributes()
            .Select(handle => _reader.GetCustomAttribute(handle).Constructor)
            .Where(constructor => constructor.Kind == HandleKind.MemberReference)
            .Select(constructor => Named(_reader.GetMemberReference((MemberReferenceHandle)constructor)).Type),
    ];

    /// <summary>
    /// Every use of a foreign member, once a type: the outermost type that uses it, the member's type with its namespace, and its name; a
    /// call into a native library has the type <c>native</c>.
    /// </summary>
    public IEnumerable<(string User, string Type, string Member)> Uses() => _reader.MethodDefinitions
        .SelectMany(handle => Members(_reader.GetMethodDefinition(handle)))
        .Distinct();

    public void Dispose() => _file.Dispose();

    private IEnumerable<(string User, string Type, string Member)> Members(MethodDefinition method)
    {
        var user = Outermost(method.GetDeclaringType());
        var import = method.GetImport();
        if (!import.Module.IsNil)
        {
            yield return (user, "native", _reader.GetString(import.Name));
        }

        if (method.RelativeVirtualAddress == 0)
        {
            yield break;
        }

        foreach (var token in Tokens(_file.GetMethodBody(method.RelativeVirtualAddress).GetILContent()))
        {
            if (Resolve(MetadataTokens.EntityHandle(token)) is var (type, member))
            {
                yield return (user, type, member);
            }
        }
    }

    private (string Type, string Member)? Resolve(EntityHandle handle) => handle.Kind switch
    {
        HandleKind.MethodSpecification => Resolve(_reader.GetMethodSpecification((MethodSpecificationHandle)handle).Method),
        HandleKind.MemberReference => Named(_reader.GetMemberReference((MemberReferenceHandle)handle)),
        _ => null,
    };

    // A constructor without parameters is told from the others by its name here, ".ctor()".
    private (string Type, string Member) Named(MemberReference member)
    {
        var (name, signature) = (_reader.GetString(member.Name), _reader.GetBlobReader(member.Signature));
        signature.ReadSignatureHeader();
        return (TypeName(member.Parent), name == ".ctor" && signature.ReadCompressedInteger() == 0 ? ".ctor()" : name);
    }

    private string TypeName(EntityHandle handle)
    {
        if (handle.Kind == HandleKind.TypeSpecification)
        {
            handle = Generic(_reader.GetBlobReader(_reader.GetTypeSpecification((TypeSpecificationHandle)handle).Signature));
        }

        if (handle.IsNil || handle.Kind != HandleKind.TypeReference)
        {
            return "";
        }

        var type = _reader.GetTypeReference((TypeReferenceHandle)handle);
        return $"{_reader.GetString(type.Namespace)}.{_reader.GetString(type.Name).Split('`')[0]}";
    }

    // A generic type written out is 0x15, class or value type, and then the type it is made from (ECMA-335 II.23.2.14).
    private static EntityHandle Generic(BlobReader signature)
    {
        if (signature.ReadByte() != 0x15)
        {
            return default;
        }

        signature.ReadByte();
        return signature.ReadTypeHandle();
    }

    private string Outermost(TypeDefinitionHandle handle)
    {
        var type = _reader.GetTypeDefinition(handle);
        while (!type.GetDeclaringType().IsNil)
        {
            type = _reader.GetTypeDefinition(type.GetDeclaringType());
        }

        return _reader.GetString(type.Name).Split('`')[0];
    }

    private static IEnumerable<int> Tokens(ImmutableArray<byte> code)
    {
        var at = 0;
        while (at < code.Length)
        {
            int value = code[at++];
            if (value == 0xFE)
            {
                value = 0xFE00 | code[at++];
            }

            var operand = _opCodes[value].OperandType;
            if (operand is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineTok)
            {
                yield return BitConverter.ToInt32([.. code.AsSpan(at, 4)]);
            }

            at += OperandBytes(operand, code, at);
        }
    }

    private static int OperandBytes(OperandType operand, ImmutableArray<byte> code, int at) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32([.. code.AsSpan(at, 4)])),
        _ => 4,
    };
}
